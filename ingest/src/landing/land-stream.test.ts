import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openFileSource } from "../source/file-source.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import type { LandReport } from "./land-report.ts";
import { landStream, type LandOptions } from "./land-stream.ts";
import { readEnvelopes } from "./read-segment.ts";
import { listSegments } from "./recover-chain.ts";
import { partitionOf, segmentName } from "./segment-name.ts";

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-land-"));
  store = openLocalStore(join(folder, "store"));
});
afterEach(() => rm(folder, { recursive: true }));

async function landText(text: string, options: Partial<LandOptions> = {}): Promise<LandReport> {
  const file = join(folder, "events.ndjson");
  await writeFile(file, text);
  return await landFile(file, options);
}

async function landFile(file: string, options: Partial<LandOptions> = {}): Promise<LandReport> {
  const source = openFileSource(file, exampleFeed);
  return await landStream({ feed: exampleFeed, source, store, isOnce: true, ...options });
}

async function names(prefix = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of store.list(prefix)) found.push(name);
  return found;
}

const events = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${exampleEvent(`id-${index % 50}`, index)}\n`).join("");

describe("landStream", () => {
  it("lands every event of a file once, in the partition of its key, in order", async () => {
    const report = await landText(events(300));
    expect(report).toMatchObject({ records: 300, violating: 0, dead: 0, segments: 3, isComplete: true });
    const landed = [];
    for (const { partition, next } of report.partitions) {
      const [segment] = await listSegments(store, partitionOf(exampleFeed, partition));
      const lines = await readEnvelopes(store, segmentName(segment ?? expect.unreachable("no segment")));
      expect(lines.map(({ offset }) => offset)).toEqual(Array.from({ length: next }, (_, offset) => offset));
      landed.push(...lines);
    }
    expect(new Set(landed.map(({ value }) => (value as { level: number }).level)).size).toBe(300);
  });

  it("changes nothing when it runs again", async () => {
    await landText(events(300));
    const before = await names();
    const again = await landText(events(300));
    expect(again).toMatchObject({ records: 0, segments: 0, isComplete: true });
    expect(again.partitions.every(({ from, next }) => from === next)).toBe(true);
    expect(await names()).toEqual(before);
  });

  it("lands only what was added to the file", async () => {
    await landText(events(100));
    expect(await landText(events(130))).toMatchObject({ records: 30 });
  });

  it("ends segments at the given number of records and bytes", async () => {
    const report = await landText(events(100), { limits: { maxRecords: 10 } });
    for (const { partition } of report.partitions) {
      const segments = await listSegments(store, partitionOf(exampleFeed, partition));
      expect(segments.slice(0, -1).every(({ records }) => records === 10)).toBe(true);
    }
    expect((await landText(events(130), { limits: { maxBytes: 1 } })).segments).toBe(30);
  });

  it("goes on when one partition waits for the store while another does not", async () => {
    const report = await landText(events(5000), { limits: { maxRecords: 200 } });
    expect(report).toMatchObject({ records: 5000, isComplete: true });
  });

  it("accounts for every line of a bad file", async () => {
    const bad = [
      exampleEvent("good", 1),
      '{"id":"wrong type","read_at":"2024-05-01T00:00:00Z","level":"high"}',
      '{"id":"fraction","read_at":"2024-05-01T00:00:00Z","level":1.7}',
      '{"id":"surrogate","read_at":"2024-05-01T00:00:00Z","note":"\\ud800"}',
      '{"id":"twice","id":"twice","read_at":"2024-05-01T00:00:00Z"}',
      '{"id":"unknown","read_at":"2024-05-01T00:00:00Z","colour":"red"}',
      '{"id":"cut off","read',
    ].join("\n");
    const report = await landText(bad);
    expect(report).toMatchObject({
      records: 5,
      violating: 3,
      dead: 2,
      deadReasons: { lone_surrogate: 1, not_json: 1 },
      unknownFields: { colour: 1 },
    });
    expect(report.partitions.reduce((sum, { next }) => sum + next, 0)).toBe(7);
  });

  it("keeps a dead letter with all its bytes, in an object that its segment names", async () => {
    await landText("not json at all");
    const [segment] = await listSegments(store, partitionOf(exampleFeed, 0));
    expect(await names("readings/_dead/")).toEqual([segment?.deadObject]);
    const { gunzipSync } = await import("node:zlib");
    const { body } = await store.read(segment?.deadObject ?? "");
    const letter: unknown = JSON.parse(gunzipSync(body).toString());
    expect(letter).toMatchObject({
      offset: 0,
      key: null,
      value: { reason: "not_json", sizeBytes: 15, base64: Buffer.from("not json at all").toString("base64") },
    });
  });

  it("compresses an epoch as it was begun, and says so to a worker that wants it otherwise", async () => {
    const notices: string[] = [];
    await landText(events(100), { compression: "zstd" });
    await landText(events(130), { compression: "gzip", onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual(["readings: epoch 1 was begun with zstd; gzip applies from the next epoch on"]);
    const segments = await names("readings/readings/1/0/");
    expect(segments.length).toBe(2);
    for (const name of segments) {
      expect(name).toMatch(/\.ndjson\.zst$/);
      expect((await readEnvelopes(store, name)).length).toBeGreaterThan(0);
    }
  });

  it("has nothing to do for an empty file", async () => {
    expect(await landText("")).toMatchObject({ records: 0, segments: 0, isComplete: true });
    expect(await names()).toEqual([]);
  });

  it("refuses another file than the one that was landed", async () => {
    await landText(events(100));
    const other = events(200).replaceAll("2024", "2023");
    await expect(landText(other)).rejects.toMatchObject({ code: "INGEST_STREAM_RECREATED" });
    await expect(landText(events(50))).rejects.toMatchObject({ code: "INGEST_STREAM_RECREATED" });
    await expect(landText("")).rejects.toMatchObject({ code: "INGEST_STREAM_RECREATED" });
  });

  it("notices that a segment in the middle is gone", async () => {
    await landText(events(100), { limits: { maxRecords: 10 } });
    const [, second] = await names("readings/readings/1/0/");
    await rm(join(folder, "store", second ?? ""), { recursive: true });
    await expect(landText(events(100))).rejects.toMatchObject({ code: "INGEST_CHAIN_BROKEN" });
  });

  it("lets two workers land one file at the same time, and each event once", async () => {
    const file = join(folder, "events.ndjson");
    await writeFile(file, events(600));
    const limits = { maxRecords: 17 };
    const [one, two] = await Promise.all([
      landFile(file, { limits }),
      landFile(file, { limits: { maxRecords: 23 } }),
    ]);
    expect(one.records + two.records).toBe(600);
    expect(one.lostRaces + two.lostRaces).toBeGreaterThan(0);
    expect(one.partitions.map(({ next }) => next)).toEqual(two.partitions.map(({ next }) => next));
  });

  it("writes what it has read when it is told to stop, and a later run goes on from there", async () => {
    const controller = new AbortController();
    const stopped = await landText(events(5000), {
      signal: controller.signal,
      onProgress: ({ recordsRead }) => {
        if (recordsRead > 0) controller.abort();
      },
    });
    expect(stopped.isComplete).toBe(false);
    expect(stopped.records).toBeGreaterThan(0);
    const rest = await landText(events(5000));
    expect(stopped.records + rest.records).toBe(5000);
  });

  it("says which number of partitions it expected", async () => {
    const feed = { ...exampleFeed, partitions: 5 };
    const source = openFileSource(join(folder, "events.ndjson"), exampleFeed);
    await writeFile(join(folder, "events.ndjson"), events(1));
    await expect(landStream({ feed, source, store, isOnce: true })).rejects.toMatchObject({
      code: "INGEST_PARTITIONS_CHANGED",
    });
  });
});
