import type { Gap, GapReason } from "../../landing/gap.ts";
import type { SourceBatch } from "../source.ts";
import type { SourceRecord } from "../source-record.ts";
import { isAbortMarker, unpackRecords, type RecordBatch } from "./record-batch.ts";

/** A transaction that was given up: what its producer wrote from this offset on, up to its marker, does not count. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/**
 * What the fetched batches say about every offset from `position` to the end of the last batch: which ones are
 * records, and why the others are not. Aborted transactions are resolved as Kafka's own consumer does it: by whole
 * batches, and in the order of their first offsets, whatever order the broker lists them in.
 */
export function resolveFetch(
  partition: number,
  position: number,
  batches: readonly RecordBatch[],
  aborted: readonly AbortedTransaction[],
): SourceBatch {
  const upcoming = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset);
  const abortedProducers = new Set<number>();
  const records: SourceRecord[] = [];
  const gaps: Gap[] = [];
  let next = position;

  const addGap = (to: number, reason: GapReason): void => {
    if (to >= next) gaps.push({ from: next, to, reason });
    next = Math.max(next, to + 1);
  };

  for (const batch of batches) {
    for (let first = upcoming[0]; first && first.firstOffset <= batch.lastOffset; first = upcoming[0]) {
      abortedProducers.add(first.producerId);
      upcoming.shift();
    }
    if (batch.isControl && isAbortMarker(batch)) abortedProducers.delete(batch.producerId);
    // A broker may answer with the whole batch around the position.
    if (batch.lastOffset < position) continue;
    addGap(batch.baseOffset - 1, "compacted");
    if (batch.isControl) addGap(batch.lastOffset, "control");
    else if (batch.isTransactional && abortedProducers.has(batch.producerId))
      addGap(batch.lastOffset, "aborted");
    else {
      for (const record of unpackRecords(batch)) {
        if (record.offset < next) continue;
        addGap(record.offset - 1, "compacted");
        records.push(record);
        next = record.offset + 1;
      }
      addGap(batch.lastOffset, "compacted");
    }
  }
  return { partition, from: position, next, records, gaps };
}
