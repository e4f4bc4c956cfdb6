import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { describeContent } from "./describe-segment.ts";
import type { Gap } from "./gap.ts";
import type { RecordRemark } from "./landed-record.ts";
import { LineChunks } from "./line-chunks.ts";
import type { SegmentContent } from "./pending-segment.ts";
import { readSegment } from "./read-segment.ts";
import { encodeSegmentMetadata, parseSegmentMetadata } from "./segment-metadata.ts";
import { segmentName } from "./segment-name.ts";
import { writeSegment, type WriterContext } from "./write-segment.ts";

const partition = { feed: "readings", topic: "readings", epoch: 1, partition: 0 };

type ContentOfLines = Pick<SegmentContent, "lines" | "lineCount" | "remarks">;

/** Lines with these offsets, and remarks about some records. */
function packed(offsets: readonly number[], remarks: readonly Partial<RecordRemark>[] = []): ContentOfLines {
  const clean = { offset: 0, isViolating: false, unknownFields: [] };
  const lines = new LineChunks();
  for (const offset of offsets) lines.text(`{"offset":${offset}}\n`);
  return { lines, lineCount: offsets.length, remarks: remarks.map((remark) => ({ ...clean, ...remark })) };
}

const dead = { reason: "not_json", line: Buffer.from("{}") } as const;

function content(from: number, next: number, more: Partial<SegmentContent> = {}): SegmentContent {
  const lines = packed(Array.from({ length: next - from }, (_, index) => from + index));
  return { from, next, ...lines, gaps: [], lastRecord: undefined, readAtMs: 0, ...more };
}

function contextOf(writer: string): WriterContext {
  let ids = 0;
  return { writer, topicId: undefined, now: () => 0, newId: () => `${writer}-${ids++}` };
}

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-write-"));
  store = openLocalStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

describe("writeSegment", () => {
  it("can be read back, and its checksums and counts match", async () => {
    const lines = packed(
      [0, 2],
      [
        { offset: 1, dead },
        { offset: 2, isViolating: true },
      ],
    );
    const gaps: readonly Gap[] = [{ from: 3, to: 4, reason: "control" }];
    await writeSegment(store, partition, content(0, 5, { ...lines, gaps }), contextOf("w"));
    const { metadata, lines: read } = await readSegment(store, segmentName({ ...partition, position: 0 }));
    expect(read).toEqual(['{"offset":0}', '{"offset":2}']);
    expect(metadata).toMatchObject({
      coveredEnd: 4,
      records: 2,
      violating: 1,
      dead: 1,
      gaps,
      gapCounts: { control: 2 },
    });
  });

  it("tells where the winner ends when the position is taken", async () => {
    await writeSegment(store, partition, content(0, 7), contextOf("first"));
    expect(await writeSegment(store, partition, content(0, 5), contextOf("second"))).toEqual({
      outcome: "lost",
      winnerNext: 7,
    });
  });

  it("knows its own segment again when the response was lost and the upload repeated", async () => {
    const context = contextOf("only");
    await writeSegment(store, partition, content(0, 5), context);
    expect(await writeSegment(store, partition, content(0, 5), context)).toMatchObject({
      outcome: "created",
      segment: { position: 0, coveredEnd: 4 },
    });
  });

  it("writes dead letters before the segment: one that no segment names is never seen", async () => {
    const refusing: ObjectStore = {
      ...store,
      create: async (name, body, metadata) => {
        if (name.includes("/_dead/")) return await store.create(name, body, metadata);
        throw new Error("the worker was killed here");
      },
    };
    const lines = packed([], [{ dead }]);
    await expect(
      writeSegment(refusing, partition, content(0, 1, { ...lines }), contextOf("killed")),
    ).rejects.toThrow("killed here");
    await writeSegment(store, partition, content(0, 1, { ...lines }), contextOf("next"));
    const { metadata } = await readSegment(store, segmentName({ ...partition, position: 0 }));
    expect(metadata.deadObject).toBe("readings/_dead/next-0.ndjson.gz");
    expect(await store.stat("readings/_dead/killed-0.ndjson.gz")).toBeDefined();
  });

  it("can hold nothing but gaps", async () => {
    const gaps: readonly Gap[] = [{ from: 0, to: 99, reason: "expired" }];
    await writeSegment(store, partition, content(0, 100, { ...packed([]), gaps }), contextOf("w"));
    const { metadata, lines } = await readSegment(store, segmentName({ ...partition, position: 0 }));
    expect(lines).toEqual([]);
    expect(metadata).toMatchObject({ records: 0, coveredEnd: 99, gaps });
  });

  it("keeps gaps in an object of their own when they are too many for the metadata", async () => {
    const count = 5000;
    const offsets = Array.from({ length: count }, (_, index) => 2 * index);
    const gaps = offsets.map((offset): Gap => ({
      from: offset + 1,
      to: offset + 1,
      reason: "compacted",
    }));
    await writeSegment(store, partition, content(0, 2 * count, { ...packed(offsets), gaps }), contextOf("w"));
    const { metadata } = await readSegment(store, segmentName({ ...partition, position: 0 }));
    expect(metadata).toMatchObject({
      gaps: [],
      gapCounts: { compacted: count },
      gapsObject: expect.any(String),
    });
    const { body } = await store.read(metadata.gapsObject ?? "");
    const lines = gunzipSync(body).toString().trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(gaps);
  });

  it("notices a segment that was changed in the store", async () => {
    await writeSegment(store, partition, content(0, 5), contextOf("w"));
    const name = segmentName({ ...partition, position: 0 });
    const { body, metadata } = await store.read(name);
    const changed = openLocalStore(join(folder, "changed"));
    await changed.create(name, body.slice(0, -1), metadata);
    await expect(readSegment(changed, name)).rejects.toMatchObject({ code: "STORE_OBJECT_CORRUPT" });
  });
});

describe("a segment's metadata", () => {
  it("stays below what GCS allows, whatever names the payloads invent", () => {
    const unknownFields = Array.from({ length: 200 }, (_, index) => `${"ü".repeat(index)}${index}`);
    const offsets = Array.from({ length: 600 }, (_, index) => 3 * index);
    const lines = packed(
      offsets,
      offsets.map((offset) => ({ offset, unknownFields })),
    );
    const gaps = offsets.map((offset): Gap => ({ from: offset + 1, to: offset + 2, reason: "aborted" }));
    const { hasGapsAside, ...facts } = describeContent(content(0, 1800, { ...lines, gaps }));
    expect(hasGapsAside).toBe(true);
    const long = "n".repeat(240);
    const metadata = encodeSegmentMetadata({
      ...partition,
      ...facts,
      feed: long,
      topic: long,
      deadObject: long,
      gapsObject: long,
      topicId: long,
      compression: "gzip",
      rawSizeBytes: Number.MAX_SAFE_INTEGER,
      crc32c: "4waSgw==",
      writer: crypto.randomUUID(),
      landedAt: new Date(0).toISOString(),
    });
    const bytes = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    expect(bytes).toBeLessThan(8 * 1024);
    expect(parseSegmentMetadata("name", metadata).unknownFields).toHaveProperty("0", 600);
  });

  it("names the most frequent unknown fields", () => {
    const remarks = [["rare", "often"], ["often"]].map((unknownFields, offset) => ({
      offset,
      unknownFields,
    }));
    expect(Object.entries(describeContent(content(0, 2, packed([0, 1], remarks))).unknownFields)).toEqual([
      ["often", 2],
      ["rare", 1],
    ]);
  });
});
