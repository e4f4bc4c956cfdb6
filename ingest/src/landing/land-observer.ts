import type { IngestError } from "../errors.ts";
import type { ReadPosition } from "../source/source.ts";
import type { DeadReason } from "./landed-record.ts";
import type { SegmentMetadata } from "./segment-metadata.ts";

/** Where one partition of this worker stands at this moment. */
export interface PartitionGauges {
  readonly partition: number;
  /** Bytes of lines that are read and not in the store yet. */
  readonly openBytes: number;
  /** When the oldest of them was read, in milliseconds since 1970; undefined when there is none. */
  readonly oldestOpenMs: number | undefined;
  /** Offsets between what is in the store and the stream's end as last seen; undefined until that is known. */
  readonly lag: number | undefined;
}

/** A segment that this worker has created. */
interface SegmentCreated {
  readonly segment: SegmentMetadata;
  readonly deadReasons: ReadonlyMap<DeadReason, number>;
  /** Size of the object, compressed. */
  readonly sizeBytes: number;
  /** From the first read of its records until it was in the store. */
  readonly ageMs: number;
  /** How long the store took for it. */
  readonly uploadMs: number;
}

/**
 * Is told what happens while one feed is landed: numbers, names and positions, never a payload, a key or a header.
 * The calls come from the reading loop, so they must be quick, and must not throw.
 */
export interface LandObserver {
  /** The source is open. `gauges` may be asked at any time until `ended`. */
  readonly started?: (run: { readonly gauges: () => readonly PartitionGauges[] }) => void;
  /** The worker owns these partitions from now on. */
  readonly assigned?: (partitions: readonly number[]) => void;
  /** The loop has come round, whether it found anything or not. */
  readonly turned?: () => void;
  readonly read?: (read: { readonly batches: number; readonly records: number }) => void;
  readonly segmentCreated?: (created: SegmentCreated) => void;
  /** Another worker's segment was in the place. */
  readonly raceLost?: (lost: {
    readonly partition: number;
    readonly position: number;
    readonly winnerNext: number;
  }) => void;
  /** These partitions are not read for now, because too much is held. */
  readonly paused?: (partitions: readonly number[]) => void;
  readonly resumed?: (partitions: readonly number[]) => void;
  readonly committed?: (positions: readonly ReadPosition[]) => void;
  /** One partition is left alone because of this error, while the others go on. */
  readonly quarantined?: (fault: { readonly partition: number; readonly error: IngestError }) => void;
  /** The run ends with this error. */
  readonly failed?: (error: unknown) => void;
  /** The run is over, by an error or not. */
  readonly ended?: () => void;
}
