import type { IngestError } from "../errors.ts";
import type { Gap } from "../landing/gap.ts";
import type { SourceRecord } from "./source-record.ts";

/** What is known of a stream once it is open. */
export interface StreamFacts {
  readonly partitions: number;
  /** Identifies this life of the topic, where the source has such a thing. */
  readonly topicId?: string;
}

/** The partitions that this reader owns. The generation grows with every change, so that a change is noticed. */
export interface Assignment {
  readonly generation: number;
  readonly partitions: readonly number[];
}

/** From where on to read a partition. */
export interface ReadPosition {
  readonly partition: number;
  readonly position: number;
}

/** How far a partition is landed, as a group is told. */
export interface LandedPosition extends ReadPosition {
  /** The position of the last segment, if there is one. */
  readonly lastSegment?: number | undefined;
}

/** How much one read may bring. */
export interface ReadLimits {
  /** Bytes as the source has them, compressed or not. One piece is given in any case, however large. */
  readonly maxBytes: number;
}

/**
 * What a source found in one partition. It answers for every offset in [from, next): each one is the offset of a
 * record or lies in a gap, and never both.
 */
export interface SourceBatch {
  readonly partition: number;
  readonly from: number;
  readonly next: number;
  /** Ascending by offset. */
  readonly records: readonly SourceRecord[];
  /** Ascending, not overlapping. */
  readonly gaps: readonly Gap[];
  /** Why nothing from `next` on can be read, while other partitions can. */
  readonly failure?: IngestError;
}

/**
 * A stream of records in numbered partitions, for one reader. The caller says with each read where it stands; a
 * source keeps no position that the caller could not contradict.
 */
export interface Source {
  /** What is read, for messages. */
  readonly description: string;
  /** Whether a partition may be left out for good while the others are read on. */
  readonly canSkipPartitions?: boolean;
  /** Must be called first, and once. Throws if the stream is not there. */
  open(): Promise<StreamFacts>;
  /** What this reader owns at this moment. */
  assignment(): Assignment;
  /**
   * The end (last offset + 1) up to which a reader that drains the stream has to come, for each partition; undefined
   * while the source cannot know it. For Kafka it is frozen when the stream is opened.
   */
  ends(): ReadonlyMap<number, number> | undefined;
  /** The ends as the last reads have seen them, for monitoring only, where the source can tell. */
  latestEnds?(): ReadonlyMap<number, number>;
  /**
   * The next records of the wanted partitions, in any order, or nothing when there is nothing yet; it waits for about
   * half a second at most. A batch may begin below the position that was asked for, or belong to a partition that was
   * wanted before; it begins above its position only if the source is at fault.
   */
  read(wanted: readonly ReadPosition[], limits?: ReadLimits): Promise<readonly SourceBatch[]>;
  /** Throws INGEST_STREAM_RECREATED if the stream is no longer the one that was opened. */
  checkIdentity(): Promise<void>;
  /** How far others were told that the partition is landed in this epoch; undefined if nobody was told. */
  committed(partition: number): Promise<LandedPosition | undefined>;
  /** Tells others how far a partition is landed. For monitoring only: nothing is ever read back as a position. */
  commit(positions: readonly LandedPosition[]): Promise<void>;
  close(): Promise<void>;
}
