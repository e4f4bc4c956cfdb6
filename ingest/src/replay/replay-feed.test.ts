import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { landStream } from "../landing/land-stream.ts";
import { duckDbLoader } from "../load/duckdb-loader.ts";
import { loadBronze } from "../load/load-bronze.ts";
import type { Loader } from "../load/loader.ts";
import { openDatabase, type Database } from "../load/open-database.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { listedSource, type ListedPartition } from "../testing/listed-source.ts";
import type { ReplayBounds } from "./replay-bounds.ts";
import { formatReplayRange, replayFeed, type ReplayOptions, type ReplayReport } from "./replay-feed.ts";

const feed = { ...exampleFeed, partitions: 2 };
const dayMs = 24 * 3_600_000;

let folder: string;
let store: ObjectStore;
let database: Database;
let loader: Loader;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "headwater-replay-"));
  store = openLocalStore(join(folder, "store"));
  database = await openDatabase({ path: join(folder, "warehouse.duckdb") });
  loader = duckDbLoader(database, { store, now: () => new Date("2024-06-01T00:00:00Z") });
  // Two partitions of six days each, two records a segment.
  await landStream({
    feed,
    source: listedSource([sixDays(), sixDays()], 2),
    store,
    isOnce: true,
    limits: { maxRecords: 2 },
  });
  await loadBronze({ feeds: [feed], store, loader });
});
afterEach(async () => {
  await loader.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Six days from May 2nd on, a record each, the last two the wrong way round. */
function sixDays(): ListedPartition {
  const records = [0, 1, 2, 3, 5, 4].map((day, offset) => ({
    offset,
    timestampMs: Date.UTC(2024, 4, 2) + day * dayMs,
    key: Buffer.from("a"),
    value: Buffer.from(exampleEvent(String(day))),
    headers: [],
  }));
  return { records, next: records.length };
}

const times = (from: string, to?: string): ReplayBounds => ({
  kind: "times",
  fromMs: Date.parse(from),
  toMs: to === undefined ? undefined : Date.parse(to),
});

async function replay(bounds: ReplayBounds, more: Partial<ReplayOptions> = {}): Promise<ReplayReport> {
  return await replayFeed({ feed, store, loader, bounds, ...more });
}

async function count(): Promise<unknown> {
  const reader = await database.connection.runAndReadAll(
    "select count(*)::integer, count(distinct (_partition, _offset))::integer from bronze.readings",
  );
  return reader.getRows()[0];
}

describe("a replay", () => {
  it("by offsets takes the whole segments around them", async () => {
    const report = await replay({ kind: "offsets", from: 1, to: 2 }, { partitions: [1] });
    expect(report).toEqual({
      feed: "readings",
      ranges: [{ topic: "readings", epoch: 1, partition: 1, from: 0, to: 3 }],
      segments: 2,
      rows: 4,
      deleted: 4,
    });
    expect(report.ranges.map(formatReplayRange)).toEqual(["readings/1/1 offsets 0-3"]);
    expect(await count()).toEqual([12, 12]);
  });

  it("by times takes the segments with a record of that time, in any order", async () => {
    const may6 = await replay(times("2024-05-06", "2024-05-07"));
    expect(may6.ranges).toEqual([
      { topic: "readings", epoch: 1, partition: 0, from: 4, to: 5 },
      { topic: "readings", epoch: 1, partition: 1, from: 4, to: 5 },
    ]);
    expect(await replay(times("2024-05-03", "2024-05-04"))).toMatchObject({ segments: 2 });
    expect(await replay(times("2024-05-04"))).toMatchObject({ segments: 4, rows: 8, deleted: 8 });
  });

  it("brings back rows that are gone, and takes away those that are there twice or by another name", async () => {
    await database.connection.run("delete from bronze.readings where _partition = 0");
    await database.connection.run(
      "insert into bronze.readings select * replace ('other' as _object) from bronze.readings",
    );
    expect(await replay({ kind: "offsets", from: 0, to: undefined })).toMatchObject({
      rows: 12,
      deleted: 12,
    });
    expect(await count()).toEqual([12, 12]);
  });

  it("only tells what it would do without a loader", async () => {
    const report = await replay({ kind: "offsets", from: 0, to: 0 }, { loader: undefined });
    expect(report).toMatchObject({ segments: 2, rows: 4, deleted: undefined });
  });

  it.each<Partial<ReplayOptions> & { readonly bounds: ReplayBounds }>([
    { bounds: { kind: "offsets", from: 6, to: 9 } },
    { bounds: { kind: "offsets", from: 0, to: 9 }, epoch: 2 },
    { bounds: { kind: "offsets", from: 0, to: 9 }, partitions: [2] },
    { bounds: times("2024-05-08") },
  ])("of what is not landed fails, and says what is: %o", async ({ bounds, ...more }) => {
    await expect(replay(bounds, more)).rejects.toMatchObject({
      code: "REPLAY_NOTHING_LANDED",
      hint: "Landed are: readings/1/0 offsets 0-5, readings/1/1 offsets 0-5.",
    });
  });
});
