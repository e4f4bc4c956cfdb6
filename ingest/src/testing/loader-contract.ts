import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Feed } from "@headwater/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { landBatch } from "../batch/land-batch.ts";
import { madeUpFeed } from "./made-up-feed.ts";
import { exampleEvent, exampleFeed } from "./example-feed.ts";
import { landStream } from "../landing/land-stream.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { listedPartition, listedSource, type ListedPartition } from "./listed-source.ts";
import { loadBronze, type FeedLoad } from "../load/load-bronze.ts";
import { listLandedObjects, type LandedSegment } from "../load/landed-object.ts";
import type { Loader } from "../load/loader.ts";

/** A row of a Bronze table, whatever the warehouse: numbers as numbers, JSON parsed, times as ISO 8601. */
export type LoadedRow = Readonly<Record<string, unknown>>;

/** A loader on an empty warehouse, and a way to see what it loaded. */
export interface LoaderUnderTest {
  readonly loader: Loader;
  /** Another one on the same warehouse. It ends where an object's rows are written and its line in the ledger is not. */
  readonly ending: Loader;
  /** The feed's Bronze rows in any order. */
  readonly readRows: (feed: Feed) => Promise<readonly LoadedRow[]>;
  /** Runs a statement on the warehouse, to change what was loaded. */
  readonly run: (statement: string) => Promise<void>;
  /** False for a loader that refuses to load offsets again. */
  readonly canReplay?: boolean;
  /** The names of the objects in the ledger. */
  readonly readLedger: () => Promise<readonly string[]>;
}

const streamFeed = { ...exampleFeed, partitions: 1 };
const batchFeed = madeUpFeed();
const feeds: readonly Feed[] = [streamFeed, batchFeed];

/** What every loader promises. Each adapter's test file runs it. */
export function describeLoader(
  title: string,
  open: (store: ObjectStore, folder: string) => Promise<LoaderUnderTest>,
): void {
  describe(`${title} as a loader`, () => {
    let folder: string;
    let store: ObjectStore;
    let tested: LoaderUnderTest;
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "headwater-loader-"));
      store = openLocalStore(join(folder, "store"));
      tested = await open(store, folder);
    });
    afterEach(async () => {
      await tested.loader.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function landEvents(partition: ListedPartition, maxRecords = 1000): Promise<void> {
      const source = listedSource([partition], maxRecords);
      await landStream({ feed: streamFeed, source, store, isOnce: true, limits: { maxRecords } });
    }

    async function landParks(csv: string): Promise<void> {
      mkdirSync(join(folder, "tests"), { recursive: true });
      writeFileSync(join(folder, "tests/parks.csv"), csv);
      await landBatch({
        feeds: [batchFeed],
        fromDir: folder,
        store,
        now: () => new Date("2024-05-03T00:00:00Z"),
      });
    }

    async function load(): Promise<readonly FeedLoad[]> {
      return await loadBronze({ feeds, store, loader: tested.loader });
    }

    /** The landed segments from a position on. */
    async function segmentsFrom(position: number): Promise<readonly LandedSegment[]> {
      const segments: LandedSegment[] = [];
      for await (const object of listLandedObjects(store, streamFeed)) {
        if (object.kind === "segment" && object.segment.position >= position) segments.push(object);
      }
      return segments;
    }

    async function readOffsets(): Promise<readonly unknown[]> {
      const rows = await tested.readRows(streamFeed);
      return rows.map((row) => Number(row["_offset"])).sort((left, right) => left - right);
    }

    it("makes the table of every feed, even if nothing has landed", async () => {
      const done = await load();
      expect(done.map(({ rows }) => rows)).toEqual([0, 0]);
      for (const feed of feeds) expect(await tested.readRows(feed)).toEqual([]);
    });

    it("loads an event with its envelope, and a tombstone without payload", async () => {
      await landEvents(listedPartition([exampleEvent("a", 7), null]));
      await load();
      const rows = [...(await tested.readRows(streamFeed))].sort(
        (left, right) => Number(left["_offset"]) - Number(right["_offset"]),
      );
      const envelope = {
        _topic: "readings",
        _epoch: 1,
        _partition: 0,
        _timestamp: "2024-05-02T00:00:00.000Z",
        _key: "a",
        _headers: {},
        errors: null,
        _object: "readings/readings/1/0/00000000000000000000.ndjson.gz",
      };
      expect(rows).toMatchObject([
        { ...envelope, _offset: 0, payload: { id: "a", read_at: "2024-05-01T00:00:00Z", level: 7 } },
        { ...envelope, _offset: 1, payload: null },
      ]);
    });

    it("keeps what landing found wrong with an event", async () => {
      await landEvents(listedPartition([exampleEvent("a", 1.7)]));
      await load();
      const [row] = await tested.readRows(streamFeed);
      expect(row).toMatchObject({ payload: { level: 1.7 }, errors: [{ field: "level", rule: "type" }] });
    });

    it("keeps every version of a batch file", async () => {
      await landParks("Park Id,NAME,TREES\np1,North,5\n");
      await load();
      await landParks("Park Id,NAME,TREES\np1,North,6\n");
      await load();
      const rows = await tested.readRows(batchFeed);
      const facts = {
        _file: "parks",
        _row: 1,
        errors: null,
        _source_url: "https://example.org/parks.csv",
        _landed_at: "2024-05-03T00:00:00.000Z",
      };
      expect(
        [...rows].sort((left, right) => Number(left["_version"]) - Number(right["_version"])),
      ).toMatchObject([
        { ...facts, _version: 1, payload: { park_id: "p1", park_name: "North", trees: "5" } },
        { ...facts, _version: 2, payload: { park_id: "p1", park_name: "North", trees: "6" } },
      ]);
    });

    it("loads each object once, however often it is run", async () => {
      await landEvents(listedPartition(["a", "b", "c"].map((id) => exampleEvent(id))), 2);
      expect(await load()).toMatchObject([{ loaded: 2, known: 0, rows: 3 }, {}]);
      expect(await load()).toMatchObject([{ loaded: 0, known: 2, rows: 0 }, {}]);
      expect(await readOffsets()).toEqual([0, 1, 2]);
      expect(await tested.readLedger()).toHaveLength(2);
    });

    it("loads what landed since the last run", async () => {
      await landEvents(listedPartition([exampleEvent("a")]));
      await load();
      await landEvents(listedPartition([exampleEvent("a"), exampleEvent("b")]));
      expect(await load()).toMatchObject([{ loaded: 1, known: 1, rows: 1 }, {}]);
      expect(await readOffsets()).toEqual([0, 1]);
    });

    it("puts a segment without a line into the ledger", async () => {
      await landEvents({ records: [], gaps: [{ from: 0, to: 4, reason: "expired" }], next: 5 });
      expect(await load()).toMatchObject([{ loaded: 1, rows: 0 }, {}]);
      expect(await tested.readLedger()).toHaveLength(1);
    });

    it("gives each row once when a load ends between the rows and the ledger, and is repeated", async () => {
      await landEvents(listedPartition(["a", "b", "c"].map((id) => exampleEvent(id))), 1);
      await expect(loadBronze({ feeds, store, loader: tested.ending })).rejects.toThrow("the load ends here");
      expect(await tested.readLedger()).toEqual([]);
      await load();
      expect(await readOffsets()).toEqual([0, 1, 2]);
      expect(await tested.readLedger()).toHaveLength(3);
      expect(await load()).toMatchObject([{ loaded: 0, known: 3 }, {}]);
      expect(await readOffsets()).toEqual([0, 1, 2]);
    });

    it("leaves a damaged object out, loads the others, and says which one it was", async () => {
      await landEvents(listedPartition(["a", "b", "c"].map((id) => exampleEvent(id))), 1);
      const name = "readings/readings/1/0/00000000000000000001.ndjson.gz";
      writeFileSync(join(folder, "store", name, "body"), "damaged");
      const [done] = await load();
      expect(done).toMatchObject({ loaded: 2, rows: 2, failed: [{ object: name }] });
      expect(done?.failed[0]?.error.code).toMatch(/^STORE_OBJECT_CORRUPT$|^LOAD_FILE_REFUSED$/);
      expect(await readOffsets()).toEqual([0, 2]);
    });

    it("replays offsets as they were landed, and touches no others", async () => {
      const payloads = ["a", "b", "c", "d", "e", "f"].map((id) => exampleEvent(id));
      await landEvents(listedPartition(payloads), 2);
      await load();
      if (tested.canReplay === false) {
        await expect(tested.loader.replay(streamFeed, await segmentsFrom(2))).rejects.toMatchObject({
          code: "REPLAY_REFUSED",
        });
        return;
      }
      const changed = "bronze.readings where _offset";
      for (const statement of [`delete from ${changed} = 3`, `delete from ${changed} = 0`])
        await tested.run(statement);
      await tested.run(`insert into bronze.readings select * from ${changed} = 4`);
      expect(await tested.loader.replay(streamFeed, await segmentsFrom(2))).toEqual({
        deleted: 4,
        loaded: 4,
      });
      expect(await readOffsets()).toEqual([1, 2, 3, 4, 5]);
      expect(await tested.readLedger()).toHaveLength(3);
      expect(await load()).toMatchObject([{ loaded: 0, known: 3 }, {}]);
    });

    it("replays what was never loaded, and what holds no line", async () => {
      if (tested.canReplay === false) return;
      await load();
      await landEvents(
        { ...listedPartition([exampleEvent("a")]), gaps: [{ from: 1, to: 4, reason: "expired" }], next: 5 },
        1,
      );
      expect(await tested.loader.replay(streamFeed, await segmentsFrom(0))).toEqual({
        deleted: 0,
        loaded: 1,
      });
      expect(await readOffsets()).toEqual([0]);
      expect(await load()).toMatchObject([{ loaded: 0 }, {}]);
    });

    it("changes nothing when a segment that is to be replayed is damaged", async () => {
      if (tested.canReplay === false) return;
      await landEvents(listedPartition(["a", "b", "c"].map((id) => exampleEvent(id))), 1);
      await load();
      const name = "readings/readings/1/0/00000000000000000002.ndjson.gz";
      writeFileSync(join(folder, "store", name, "body"), "damaged");
      await expect(tested.loader.replay(streamFeed, await segmentsFrom(0))).rejects.toMatchObject({
        code: expect.stringMatching(/^STORE_OBJECT_CORRUPT$|^LOAD_OBJECT_INVALID$|^LOAD_FILE_REFUSED$/),
      });
      expect(await readOffsets()).toEqual([0, 1, 2]);
      expect(await tested.readLedger()).toHaveLength(3);
    });

    it("does not load dead letters", async () => {
      await landEvents(listedPartition(["not json", exampleEvent("a")]));
      await load();
      expect(await readOffsets()).toEqual([1]);
    });
  });
}
