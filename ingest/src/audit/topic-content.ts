import type { BatchOffsets } from "./batch-offsets.ts";
import { joinRanges, type OffsetRange, type OffsetRanges } from "./offset-ranges.ts";

/** What a topic's log holds at the offsets of one partition. What is in none of them is not in the log any more. */
export interface TopicContent {
  readonly records: OffsetRanges;
  readonly control: OffsetRanges;
  readonly aborted: OffsetRanges;
  /** The first offset that the log still has. */
  readonly start: number;
}

/** A transaction that was given up, as a broker names it with the batches of an answer. */
export interface GivenUp {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Collects what is in the log of a partition, batch by batch, up to a frozen end. */
export class ContentCollector {
  readonly #end: number;
  readonly #records: OffsetRange[] = [];
  readonly #control: OffsetRange[] = [];
  readonly #aborted: OffsetRange[] = [];

  constructor(end: number) {
    this.#end = end;
  }

  /**
   * Takes the answer to a fetch at `position`: its batches, and the transactions in it that were given up. What their
   * producers wrote from the first offset on, up to the marker, does not count. The first batch may begin below the
   * position, with records that the log has no more.
   */
  add(position: number, batches: readonly BatchOffsets[], givenUp: readonly GivenUp[]): void {
    const waiting = givenUp.toSorted((left, right) => left.firstOffset - right.firstOffset);
    const giving = new Set<number>();
    for (const batch of batches) {
      while (waiting[0] !== undefined && waiting[0].firstOffset <= batch.to) {
        giving.add(waiting[0].producerId);
        waiting.shift();
      }
      if (batch.isAbortMarker) giving.delete(batch.producerId);
      const isGivenUp = batch.isTransactional && giving.has(batch.producerId);
      const into = batch.isControl ? this.#control : isGivenUp ? this.#aborted : this.#records;
      for (const { from, to } of batch.records) {
        const clipped = { from: Math.max(from, position), to: Math.min(to, this.#end - 1) };
        if (clipped.from <= clipped.to) into.push(clipped);
      }
    }
  }

  content(start: number): TopicContent {
    return {
      records: joinRanges(this.#records),
      control: joinRanges(this.#control),
      aborted: joinRanges(this.#aborted),
      start,
    };
  }
}
