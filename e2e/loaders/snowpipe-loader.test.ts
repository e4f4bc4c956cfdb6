import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { snowflakeBronze } from "@headwater/contracts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { loadBronze, type FeedLoad } from "../../ingest/src/load/load-bronze.ts";
import { copyStatement, snowflakeLoader } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import { snowpipeLoader, type PipeBacklog } from "../../ingest/src/load/snowflake/snowpipe-loader.ts";
import { landStream } from "../../ingest/src/landing/land-stream.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import type { ObjectStore } from "../../ingest/src/store/object-store.ts";
import { exampleEvent, exampleFeed } from "../../ingest/src/testing/example-feed.ts";
import { listedPartition, listedSource } from "../../ingest/src/testing/listed-source.ts";
import { describeLoader } from "../../ingest/src/testing/loader-contract.ts";
import { madeUpFeed } from "../../ingest/src/testing/made-up-feed.ts";
import type { PipeQueue } from "../../ingest/src/testing/pipe-queue.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
import { landingUrlOf, openSessions, readersOf, type Sessions } from "./snowflake-under-test.ts";
import { pipeOf, startPipes, type PipesUnderTest } from "./snowpipe-under-test.ts";

const feed = { ...exampleFeed, partitions: 1 };
const dayMs = 24 * 3_600_000;

let fakesnow: Fakesnow;
let stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  fakesnow = await startFakesnow({ idleSeconds: 1 });
});
afterAll(async () => await fakesnow.stop());
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

/** A database of its own with the stand-in's pipes into it. */
async function start(now?: () => Date): Promise<Sessions & { readonly pipes: PipesUnderTest }> {
  const settings = fakesnow.newDatabase();
  const sessions = await openSessions(settings);
  const pipes = await startPipes(fakesnow, settings, [feed, madeUpFeed()], now);
  stops.push(pipes.stop);
  return { ...sessions, pipes };
}

describe("through a stand-in for Snowpipe and fakesnow, which show nothing about Snowflake itself", () => {
  describeLoader("Snowpipe", async (store, folder) => {
    const { session, ending, looking, pipes } = await start();
    const now = (): Date => new Date();
    const options = { store, client: pipes.client, landingUrl: landingUrlOf(folder), now, pollMs: 20 };
    return {
      loader: snowpipeLoader(session, options),
      ending: snowpipeLoader(ending, options),
      canReplay: false,
      ...readersOf(looking),
    };
  });

  describe("the Snowpipe loader", () => {
    let folder: string;
    let store: ObjectStore;
    let clock: Date;
    let sessions: Sessions & { readonly pipes: PipesUnderTest };
    let queue: PipeQueue;
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "headwater-snowpipe-"));
      store = openLocalStore(join(folder, "store"));
      clock = new Date();
      sessions = await start(() => clock);
      queue = sessions.pipes.standIn.queue(pipeOf(sessions.settings, feed));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    async function land(count: number, maxRecords = 1): Promise<void> {
      const payloads = Array.from({ length: count }, (_, id) => exampleEvent(String(id)));
      const source = listedSource([listedPartition(payloads)], maxRecords);
      await landStream({ feed, source, store, isOnce: true, limits: { maxRecords } });
    }

    async function load(
      options: {
        readonly session?: Sessions["session"];
        readonly waitMs?: number;
        readonly filesPerRequest?: number;
        readonly onBacklog?: (backlog: PipeBacklog) => void;
      } = {},
    ): Promise<FeedLoad | undefined> {
      const { session = sessions.session, ...rest } = options;
      const landingUrl = landingUrlOf(folder);
      const base = { store, client: sessions.pipes.client, landingUrl, now: () => clock, pollMs: 20 };
      const loader = snowpipeLoader(session, { ...base, ...rest });
      const [done] = await loadBronze({ feeds: [feed], store, loader });
      return done;
    }

    async function readOffsets(): Promise<readonly number[]> {
      const rows = await readersOf(sessions.looking).readRows(feed);
      return rows.map((row) => Number(row["_offset"])).sort((left, right) => left - right);
    }

    it("submits in requests of a limited size, and says how much is waiting", async () => {
      await land(5);
      const backlogs: PipeBacklog[] = [];
      expect(
        await load({ filesPerRequest: 2, onBacklog: (backlog) => backlogs.push(backlog) }),
      ).toMatchObject({
        loaded: 5,
        rows: 5,
      });
      const inserts = sessions.pipes.standIn.requests.filter(({ name }) => name === "insertFiles");
      expect(inserts.map(({ files }) => files)).toEqual([2, 2, 1]);
      expect(backlogs[0]).toMatchObject({ feed: "readings", files: 2 });
      expect(backlogs.at(-1)).toEqual({ feed: "readings", files: 0, sizeBytes: 0 });
    });

    it("loads each file once through lost answers, limits of the rate and errors of the server", async () => {
      await land(3);
      const { standIn } = sessions.pipes;
      standIn.spoil("insertFiles", { status: 500 }, "lost answer", { status: 429, retryAfterSeconds: 0 });
      standIn.spoil("insertReport", { status: 503 }, "lost answer");
      expect(await load()).toMatchObject({ loaded: 3, rows: 3, failed: [] });
      expect([...queue.loads.values()]).toEqual([1, 1, 1]);
      expect(await readOffsets()).toEqual([0, 1, 2]);
    });

    it("finds what the report no longer shows in the history of loads", async () => {
      await land(2);
      queue.hold();
      const loading = load();
      await waitFor(() => sessions.pipes.standIn.requests.some(({ name }) => name === "insertReport"));
      queue.release();
      await waitFor(() => queue.loads.size === 2);
      queue.forgetRecent();
      expect(await loading).toMatchObject({ loaded: 2, failed: [] });
    });

    it("says which files are still in the queue, and takes them over at the next run", async () => {
      await land(2);
      queue.hold();
      const stopped = await load({ waitMs: 0 });
      expect(stopped?.failed.map(({ error }) => error.code)).toEqual([
        "SNOWPIPE_NOT_LOADED_YET",
        "SNOWPIPE_NOT_LOADED_YET",
      ]);
      queue.release();
      expect(await load()).toMatchObject({ loaded: 2, rows: 2, failed: [] });
      expect([...queue.loads.values()]).toEqual([1, 1]);
      expect(await readOffsets()).toEqual([0, 1]);
    });

    it("does not submit again what is in Bronze, though the pipe has forgotten it after 14 days", async () => {
      await land(2);
      await expect(load({ session: sessions.ending })).rejects.toThrow("the load ends here");
      await waitFor(() => queue.loads.size === 2);
      clock = new Date(clock.getTime() + 15 * dayMs);
      const before = sessions.pipes.standIn.requests.length;
      expect(await load()).toMatchObject({ loaded: 2, rows: 2 });
      expect(sessions.pipes.standIn.requests).toHaveLength(before);
      expect(await readOffsets()).toEqual([0, 1]);
    });

    it("does not submit an object of which Bronze has some rows, and says so", async () => {
      await land(4, 2);
      await load();
      await sessions.looking.run("delete from bronze.load_ledger");
      await sessions.looking.run("delete from bronze.readings where _offset = 1");
      clock = new Date(clock.getTime() + 15 * dayMs);
      expect(await load()).toMatchObject({ loaded: 1, failed: [{ error: { code: "LOAD_ROWS_DIFFER" } }] });
      expect(await readOffsets()).toEqual([0, 2, 3]);
    });

    it("says so when the pipe has loaded an object before and its rows are gone", async () => {
      await land(1);
      await load();
      for (const table of ["load_ledger", "readings"])
        await sessions.looking.run(`delete from bronze.${table}`);
      const done = await load();
      expect(done?.failed[0]?.error).toMatchObject({
        code: "LOAD_FILE_REFUSED",
        message: expect.stringContaining("none of its rows is in Bronze"),
      });
      expect([...queue.loads.values()]).toEqual([1]);
    });

    it("submits nothing to a pipe that the bucket tells of new objects, and notes what that one has loaded", async () => {
      await land(2);
      await sessions.session.run("create schema if not exists bronze");
      await sessions.session.run(snowflakeBronze(feed).pipe("auto-ingest"));
      const early = await load();
      expect(early?.failed.map(({ error }) => error.code)).toEqual([
        "SNOWPIPE_NOT_LOADED_YET",
        "SNOWPIPE_NOT_LOADED_YET",
      ]);
      const first = "readings/readings/1/0/00000000000000000000.ndjson.gz";
      await sessions.looking.run(copyStatement(feed, [{ object: first }]));
      expect(await load()).toMatchObject({ loaded: 1, rows: 1, failed: [{}] });
      expect(sessions.pipes.standIn.requests).toEqual([]);
      expect(await readersOf(sessions.looking).readLedger()).toEqual([first]);
    });

    it("leaves COPY no room beside such a pipe", async () => {
      await land(1);
      await sessions.session.run("create schema if not exists bronze");
      await sessions.session.run(snowflakeBronze(feed).pipe("auto-ingest"));
      const loader = snowflakeLoader(sessions.session, { store, landingUrl: landingUrlOf(folder) });
      await expect(loadBronze({ feeds: [feed], store, loader })).rejects.toMatchObject({
        code: "LOAD_PIPE_ACTIVE",
      });
    });
  });
});

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resume) => setTimeout(resume, 10));
}
