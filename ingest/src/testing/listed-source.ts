import { setImmediate } from "node:timers/promises";

import type { Gap } from "../landing/gap.ts";
import type { Source, SourceBatch } from "../source/source.ts";
import type { SourceRecord } from "../source/source-record.ts";

/** What one partition holds: every offset below `next` is that of a record or lies in a gap. */
export interface ListedPartition {
  readonly records: readonly SourceRecord[];
  readonly gaps?: readonly Gap[];
  readonly next: number;
}

/**
 * A stream for tests whose partitions are listed. Each read gives at most `perRead` offsets of a partition, and at most
 * as many bytes as were asked for; like a broker it gives one record in any case, and begins with another partition
 * each time.
 */
export function listedSource(partitions: readonly ListedPartition[], perRead = 1000): Source {
  let rotation = 0;
  return {
    description: "a list",
    canSkipPartitions: true,
    open: async () => ({ partitions: partitions.length }),
    assignment: () => ({ generation: 1, partitions: partitions.map((_, partition) => partition) }),
    ends: () => new Map(partitions.map(({ next }, partition) => [partition, next])),
    async read(wanted, limits) {
      // A reader in a loop must leave the event loop time for its writes.
      await setImmediate();
      const shift = wanted.length === 0 ? 0 : rotation++ % wanted.length;
      let roomBytes = limits?.maxBytes ?? Infinity;
      return [...wanted.slice(shift), ...wanted.slice(0, shift)].flatMap(({ partition, position: from }) => {
        const listed = partitions[partition];
        if (!listed || roomBytes <= 0) return [];
        const next = Math.min(listed.next, from + perRead);
        const batch = readListed(listed, partition, { from, next }, roomBytes);
        roomBytes -= batch.records.reduce((sum, { value }) => sum + (value?.byteLength ?? 0), 0);
        return batch.next > from ? [batch] : [];
      });
    },
    checkIdentity: async () => undefined,
    committed: async () => undefined,
    commit: async () => undefined,
    close: async () => undefined,
  };
}

/** The stretch, or as much of it as there is room for; one record at least. */
function readListed(
  { records, gaps = [] }: ListedPartition,
  partition: number,
  { from, next: wantedNext }: { readonly from: number; readonly next: number },
  roomBytes: number,
): SourceBatch {
  const there = records.filter(({ offset }) => offset >= from && offset < wantedNext);
  let left = roomBytes;
  const fitting = there.filter((record, index) => {
    left -= record.value?.byteLength ?? 0;
    return index === 0 || left >= 0;
  });
  const next = fitting.length === there.length ? wantedNext : (fitting.at(-1)?.offset ?? from) + 1;
  return {
    partition,
    from,
    next,
    records: fitting,
    gaps: gaps
      .filter((gap) => gap.from < next && gap.to >= from)
      .map(({ from: first, to, reason }) => ({
        from: Math.max(first, from),
        to: Math.min(to, next - 1),
        reason,
      })),
  };
}

/** A partition whose records are these payloads, one offset after the other; null is a tombstone. */
export function listedPartition(payloads: readonly (string | null)[], key = "a"): ListedPartition {
  const records = payloads.map((payload, offset) => ({
    offset,
    timestampMs: Date.UTC(2024, 4, 2),
    key: Buffer.from(key),
    value: payload === null ? null : Buffer.from(payload),
    headers: [],
  }));
  return { records, next: payloads.length };
}
