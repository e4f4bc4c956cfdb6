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

/** A stream for tests whose partitions are listed. Each read gives at most `perRead` offsets of a partition. */
export function listedSource(partitions: readonly ListedPartition[], perRead = 1000): Source {
  return {
    description: "a list",
    open: async () => ({ partitions: partitions.length }),
    assignment: () => ({ generation: 1, partitions: partitions.map((_, partition) => partition) }),
    ends: () => new Map(partitions.map(({ next }, partition) => [partition, next])),
    async read(wanted) {
      // A reader in a loop must leave the event loop time for its writes.
      await setImmediate();
      return wanted.flatMap(({ partition, position: from }): readonly SourceBatch[] => {
        const { records = [], gaps = [], next: end = 0 } = partitions[partition] ?? {};
        const next = Math.min(end, from + perRead);
        if (from >= next) return [];
        return [
          {
            partition,
            from,
            next,
            records: records.filter(({ offset }) => offset >= from && offset < next),
            gaps: gaps
              .filter((gap) => gap.from < next && gap.to >= from)
              .map((gap) => ({
                from: Math.max(gap.from, from),
                to: Math.min(gap.to, next - 1),
                reason: gap.reason,
              })),
          },
        ];
      });
    },
    checkIdentity: async () => undefined,
    committed: async () => undefined,
    commit: async () => undefined,
    close: async () => undefined,
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
