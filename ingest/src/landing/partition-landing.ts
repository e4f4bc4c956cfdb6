import { IngestError } from "../errors.ts";
import type { ReadPosition, SourceBatch } from "../source/source.ts";
import type { SourceRecord } from "../source/source-record.ts";
import * as chain from "./chain.ts";
import type { LandRecord } from "./compile-lander.ts";
import { gapsFrom } from "./gap.ts";
import { markRecord } from "./landed-record.ts";
import { PendingRecords } from "./pending-records.ts";
import type { PendingSegment, SegmentContent } from "./pending-segment.ts";
import type { RecoveredChain } from "./recover-chain.ts";
import type { RecordMark } from "./segment-metadata.ts";
import type { PartitionId } from "./segment-name.ts";

/** When an open segment is ended. Each limit may be passed by one record. */
export interface SegmentLimits {
  /** Bytes of its lines, before compression. */
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly maxAgeMs: number;
}

/** One partition on its way into the store: its chain, and what is read but not stored. */
export class PartitionLanding {
  readonly id: PartitionId;
  /** Where this worker began. */
  readonly startPosition: number;
  /** The position of the last segment in the store, if there is one. */
  lastSegment: number | undefined;
  #chain: chain.ChainState;
  #pending = new PendingRecords();
  /** The last landed record, until the source has shown that it still has it. */
  #unverified: RecordMark | undefined;
  readonly #limits: SegmentLimits;

  constructor(id: PartitionId, recovered: RecoveredChain, limits: SegmentLimits) {
    this.id = id;
    this.startPosition = recovered.position;
    this.lastSegment = recovered.lastSegment;
    this.#chain = chain.startChain(recovered.position);
    this.#unverified = recovered.lastRecord;
    this.#limits = limits;
  }

  /** The end of what is stored. */
  get durable(): number {
    return this.#chain.durable;
  }

  /** The end of what is read. */
  get expected(): number {
    return this.#chain.expected;
  }

  /** When the oldest record that is held was read, in milliseconds since 1970. */
  get oldestOpenMs(): number | undefined {
    return this.#pending.oldestReadAtMs;
  }

  /** How many segments wait to be written. */
  get sealedCount(): number {
    return this.#chain.sealedEnds.length;
  }

  /** The bytes of the lines that are held in memory: the open segment's, and those of the sealed ones. */
  get openBytes(): number {
    return this.#pending.bytes;
  }

  /** The open segment's share of them. */
  get unsealedBytes(): number {
    return this.#pending.openSegment?.sizeBytes ?? 0;
  }

  /** From where to read on: from the last landed record at first, to see that it is still the same one. */
  get readPosition(): ReadPosition {
    const position = Math.min(this.#chain.expected, this.#unverified?.offset ?? this.#chain.expected);
    return { partition: this.id.partition, position };
  }

  /**
   * Takes what continues the chain, drops what it has already, and ends the open segment wherever it is full. Gives
   * false for a batch that begins above the expected position, which leaves the chain as it was.
   */
  accept(batch: SourceBatch, land: LandRecord, nowMs: number): boolean {
    this.#verify(batch);
    const taken = chain.offer(this.#chain, batch);
    if (taken === "refused") return false;
    if (taken === "known") return true;
    let from = taken.from;
    let last: SourceRecord | undefined;
    const extendTo = (next: number): void => {
      const gaps = gapsFrom(batch.gaps, from).filter((gap) => gap.from < next);
      this.#pending.open(from, nowMs).extend(next, gaps, last && markRecord(last));
      this.#chain = chain.take(this.#chain, { from, next });
      from = next;
      last = undefined;
    };
    for (const record of batch.records) {
      if (record.offset < from) continue;
      const segment = this.#pending.open(from, nowMs);
      land(record, segment);
      last = record;
      if (!this.#isFull(segment)) continue;
      extendTo(record.offset + 1);
      this.seal();
    }
    if (from < taken.next) extendTo(taken.next);
    return true;
  }

  /** Whether the open segment has been open for too long. */
  isOverdue(nowMs: number): boolean {
    const { openSegment } = this.#pending;
    return openSegment !== undefined && nowMs - openSegment.readAtMs >= this.#limits.maxAgeMs;
  }

  /** Ends the open segment, if there is anything in it. */
  seal(): void {
    this.#chain = chain.seal(this.#chain);
    this.#pending.seal();
  }

  /** The segment that is to be written next, or undefined. */
  nextSegment(): SegmentContent | undefined {
    return this.sealedCount === 0 ? undefined : this.#pending.first();
  }

  /** The segment that `nextSegment` gave is in the store. */
  created(): void {
    this.lastSegment = this.#chain.durable;
    this.#chain = chain.segmentCreated(this.#chain);
    this.#pending.dropBelow(this.#chain.durable);
  }

  /** Another writer's segment is in its place. */
  lost(winnerNext: number): void {
    this.lastSegment = this.#chain.durable;
    this.#chain = chain.segmentLost(this.#chain, winnerNext);
    this.#pending.dropBelow(winnerNext);
  }

  #isFull({ sizeBytes, recordCount }: PendingSegment): boolean {
    return sizeBytes >= this.#limits.maxBytes || recordCount >= this.#limits.maxRecords;
  }

  #verify(batch: SourceBatch): void {
    const mark = this.#unverified;
    if (!mark || batch.next <= mark.offset) return;
    this.#unverified = undefined;
    // The record may be gone from the log, by retention or compaction: then there is nothing to compare.
    const record = batch.records.find(({ offset }) => offset === mark.offset);
    if (!record) return;
    const found = markRecord(record);
    if (found.sha256 === mark.sha256 && found.timestampMs === mark.timestampMs) return;
    const { topic, partition, epoch } = this.id;
    throw new IngestError(
      "INGEST_STREAM_RECREATED",
      `Offset ${mark.offset} of ${topic}, partition ${partition}, is not the record that was landed in epoch ${epoch}: ` +
        `expected time ${mark.timestampMs} and hash ${mark.sha256.slice(0, 12)}, ` +
        `found ${found.timestampMs} and ${found.sha256.slice(0, 12)}.`,
      "If the topic was created anew, raise `epoch` in the feed's feed.yml. If it is another file or cluster, name another --store or --state.",
    );
  }
}
