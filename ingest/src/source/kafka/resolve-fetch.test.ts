import { describe, expect, it } from "vitest";

import { buildBatch, type BuiltBatch } from "../../testing/build-batch.ts";
import { readRecordBatches } from "./record-batch.ts";
import { resolveFetch, type AbortedTransaction } from "./resolve-fetch.ts";

async function resolve(
  position: number,
  batches: readonly BuiltBatch[],
  aborted: readonly AbortedTransaction[] = [],
): Promise<{ offsets: readonly number[]; gaps: readonly string[]; next: number }> {
  const bytes = Buffer.concat(await Promise.all(batches.map(buildBatch)));
  const { records, gaps, next } = resolveFetch(0, position, readRecordBatches(bytes), aborted);
  return {
    offsets: records.map(({ offset }) => offset),
    gaps: gaps.map(({ from, to, reason }) => `${reason} ${from}-${to}`),
    next,
  };
}

const full = (from: number, to: number, more: Partial<BuiltBatch> = {}): BuiltBatch => ({
  from,
  to,
  records: Array.from({ length: to - from + 1 }, (_, index) => ({
    offset: from + index,
    value: Buffer.from("v"),
  })),
  ...more,
});

describe("resolveFetch", () => {
  it("gives the records, and where to go on", async () => {
    expect(await resolve(0, [full(0, 2), full(3, 4)])).toEqual({
      offsets: [0, 1, 2, 3, 4],
      gaps: [],
      next: 5,
    });
  });

  it("leaves out what lies below the position, in the batch around it", async () => {
    expect(await resolve(2, [full(0, 4)])).toEqual({ offsets: [2, 3, 4], gaps: [], next: 5 });
    expect(await resolve(9, [full(0, 4)])).toEqual({ offsets: [], gaps: [], next: 9 });
  });

  it("explains what compaction took: between batches, between records, at the ends, and a whole batch", async () => {
    const sparse = { from: 3, to: 9, records: [5, 7].map((offset) => ({ offset, value: null })) };
    expect(await resolve(0, [full(1, 1), sparse, { from: 10, to: 12 }])).toEqual({
      offsets: [1, 5, 7],
      gaps: [
        "compacted 0-0",
        "compacted 2-2",
        "compacted 3-4",
        "compacted 6-6",
        "compacted 8-9",
        "compacted 10-12",
      ],
      next: 13,
    });
  });

  it("leaves out a transaction that was given up, and answers for its tail", async () => {
    const batches = [
      full(0, 1, { producerId: 7 }),
      { from: 2, to: 2, producerId: 7, marker: "abort" as const },
    ];
    expect(await resolve(0, batches, [{ producerId: 7, firstOffset: 0 }])).toEqual({
      offsets: [],
      gaps: ["aborted 0-1", "control 2-2"],
      next: 3,
    });
  });

  it("gives a producer's next transaction after one that was given up", async () => {
    const batches = [
      full(0, 0, { producerId: 7 }),
      { from: 1, to: 1, producerId: 7, marker: "abort" as const },
      full(2, 2, { producerId: 7 }),
      { from: 3, to: 3, producerId: 7, marker: "commit" as const },
    ];
    expect(await resolve(0, batches, [{ producerId: 7, firstOffset: 0 }])).toMatchObject({ offsets: [2] });
  });

  it("tells interleaved transactions apart, though the broker lists them by their ends", async () => {
    const batches = [
      full(0, 0, { producerId: 8 }),
      full(1, 1, { producerId: 7 }),
      full(2, 2),
      full(3, 3, { producerId: 9 }),
      { from: 4, to: 4, producerId: 7, marker: "abort" as const },
      full(5, 5, { producerId: 8 }),
      { from: 6, to: 6, producerId: 8, marker: "abort" as const },
      { from: 7, to: 7, producerId: 9, marker: "commit" as const },
    ];
    const byTheirEnds = [
      { producerId: 7, firstOffset: 1 },
      { producerId: 8, firstOffset: 0 },
    ];
    expect(await resolve(0, batches, byTheirEnds)).toMatchObject({
      offsets: [2, 3],
      gaps: ["aborted 0-0", "aborted 1-1", "control 4-4", "aborted 5-5", "control 6-6", "control 7-7"],
    });
  });

  it("is not ended by a record whose key looks like an abort marker's", async () => {
    const batches = [
      { from: 0, to: 1, producerId: 7, records: [0, 1].map((offset) => ({ offset, key: Buffer.alloc(4) })) },
      full(2, 2, { producerId: 7 }),
      { from: 3, to: 3, producerId: 7, marker: "abort" as const },
    ];
    expect(await resolve(0, batches, [{ producerId: 7, firstOffset: 0 }])).toMatchObject({ offsets: [] });
  });

  it("knows a transaction that began below the position", async () => {
    const batches = [
      full(4, 6, { producerId: 7 }),
      { from: 7, to: 7, producerId: 7, marker: "abort" as const },
    ];
    expect(await resolve(5, batches, [{ producerId: 7, firstOffset: 1 }])).toEqual({
      offsets: [],
      gaps: ["aborted 5-6", "control 7-7"],
      next: 8,
    });
  });
});
