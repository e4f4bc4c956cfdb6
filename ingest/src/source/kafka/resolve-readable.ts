import { IngestError } from "../../errors.ts";
import type { SourceBatch } from "../source.ts";
import { batchEnds, readRecordBatches } from "./record-batch.ts";
import { resolveFetch, type AbortedTransaction } from "./resolve-fetch.ts";

/**
 * What fetched bytes say about every offset from `position` on, as far as they can be read: in front of a corrupt
 * batch everything is good, and `failure` says why it ends there. `place` names the partition in the message.
 */
export function resolveReadable(
  partition: number,
  position: number,
  records: Buffer,
  aborted: readonly AbortedTransaction[],
  place: string,
): SourceBatch {
  const resolve = (bytes: Buffer): SourceBatch =>
    resolveFetch(partition, position, readRecordBatches(bytes), aborted);
  try {
    return resolve(records);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const failure = new IngestError(error.code, `${place}: ${error.message}`, error.hint, error);
    return { ...longestReadable(records, resolve), failure };
  }
}

/** Halves the search: whatever has the corrupt batch in it cannot be read, and whatever ends in front of it can. */
function longestReadable(records: Buffer, resolve: (bytes: Buffer) => SourceBatch): SourceBatch {
  const ends = [0, ...batchEnds(records)];
  let [good, bad] = [0, ends.length - 1];
  let readable = resolve(records.subarray(0, 0));
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      readable = resolve(records.subarray(0, ends[middle]));
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return readable;
}
