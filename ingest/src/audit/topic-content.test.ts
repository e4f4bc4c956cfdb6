import { describe, expect, it } from "vitest";

import { buildBatch, type BuiltBatch } from "../testing/build-batch.ts";
import { readBatchOffsets } from "./batch-offsets.ts";
import { ContentCollector, type GivenUp, type TopicContent } from "./topic-content.ts";

const gzip = 1;

async function collect(
  batches: readonly BuiltBatch[],
  givenUp: readonly GivenUp[] = [],
  { from = 0, end = 100 } = {},
): Promise<TopicContent> {
  const collector = new ContentCollector(end);
  const bytes = Buffer.concat(await Promise.all(batches.map(buildBatch)));
  collector.add(from, readBatchOffsets(bytes), givenUp);
  return collector.content(0);
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

describe("what a log holds, by its batches' headers", () => {
  it("is records where batches are full", async () => {
    expect(await collect([full(0, 2), full(3, 4)])).toEqual({
      records: [{ from: 0, to: 4 }],
      control: [],
      aborted: [],
      start: 0,
    });
  });

  it("is nothing where compaction has taken records, whole batches, or all of a batch", async () => {
    const sparse = { from: 3, to: 9, records: [5, 7].map((offset) => ({ offset, value: null })) };
    expect(await collect([full(1, 1), sparse, { ...sparse, from: 13, to: 15, records: [] }])).toMatchObject({
      records: [
        { from: 1, to: 1 },
        { from: 5, to: 5 },
        { from: 7, to: 7 },
      ],
    });
  });

  it("is read in compressed batches, too", async () => {
    const sparse = { from: 0, to: 3, records: [{ offset: 2, value: Buffer.from("x") }], codec: gzip };
    expect(await collect([sparse])).toMatchObject({ records: [{ from: 2, to: 2 }] });
  });

  it("is markers, and what interleaved transactions gave up", async () => {
    const batches = [
      full(0, 0, { producerId: 8 }),
      full(1, 1, { producerId: 7 }),
      full(2, 2),
      full(3, 3, { producerId: 9 }),
      { from: 4, to: 4, producerId: 7, marker: "abort" as const },
      full(5, 5, { producerId: 7 }),
      { from: 6, to: 6, producerId: 8, marker: "abort" as const },
      { from: 7, to: 7, producerId: 9, marker: "commit" as const },
    ];
    const givenUp = [
      { producerId: 7, firstOffset: 1 },
      { producerId: 8, firstOffset: 0 },
    ];
    expect(await collect(batches, givenUp)).toMatchObject({
      records: [
        { from: 2, to: 3 },
        { from: 5, to: 5 },
      ],
      control: [
        { from: 4, to: 4 },
        { from: 6, to: 7 },
      ],
      aborted: [{ from: 0, to: 1 }],
    });
  });

  it("begins at the log's start, though the batch around it is sent whole", async () => {
    expect(await collect([full(0, 4), full(5, 9)], [], { from: 3 })).toMatchObject({
      records: [{ from: 3, to: 9 }],
    });
    expect(await collect([full(0, 4)], [], { from: 5 })).toMatchObject({ records: [] });
  });

  it("ends where it was frozen, and in front of a batch that is cut off", async () => {
    expect(await collect([full(0, 9)], [], { end: 4 })).toMatchObject({ records: [{ from: 0, to: 3 }] });
    const bytes = Buffer.concat(await Promise.all([full(0, 2), full(3, 5)].map(buildBatch)));
    expect(readBatchOffsets(bytes.subarray(0, -1))).toMatchObject([{ from: 0, to: 2 }]);
  });
});
