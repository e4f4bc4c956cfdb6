import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { landStream } from "../../ingest/src/landing/land-stream.ts";
import { loadBronze } from "../../ingest/src/load/load-bronze.ts";
import { snowflakeLoader } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import type { SnowflakeSession } from "../../ingest/src/load/snowflake/snowflake-session.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { snowpipeLoader } from "../../ingest/src/load/snowflake/snowpipe-loader.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import type { ObjectStore } from "../../ingest/src/store/object-store.ts";
import { exampleEvent, exampleFeed } from "../../ingest/src/testing/example-feed.ts";
import { listedPartition, listedSource } from "../../ingest/src/testing/listed-source.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
import { temporaryFolder } from "../rig/headwater.ts";
import { landingUrlOf, openSessions } from "./snowflake-under-test.ts";
import { startPipes } from "./snowpipe-under-test.ts";

const feed = { ...exampleFeed, partitions: 1 };

describe("on emulators, which show nothing about Snowflake itself", () => {
  let fakesnow: Fakesnow;
  beforeAll(async () => {
    // Longer than a loader stands still on a busy machine, and short enough to wait for after a kill.
    fakesnow = await startFakesnow({ idleSeconds: 3 });
  });
  afterAll(async () => await fakesnow.stop());

  async function land(store: ObjectStore, count: number): Promise<void> {
    const payloads = Array.from({ length: count }, (_, id) => exampleEvent(String(id)));
    const source = listedSource([listedPartition(payloads)], 1);
    await landStream({ feed, source, store, isOnce: true, limits: { maxRecords: 1 } });
  }

  /** Loads in a process of its own and kills it some time after the given number of objects. */
  async function loadAndKill(
    to: "snowflake" | "snowpipe",
    folder: string,
    settings: SnowflakeSettings,
    afterObjects: number,
  ): Promise<void> {
    const work = { to, settings, storeFolder: join(folder, "store"), landingUrl: landingUrlOf(folder) };
    const script = join(import.meta.dirname, "load-and-kill.ts");
    const child = spawn(process.execPath, [script, JSON.stringify(work)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "close");
    let loaded = 0;
    createInterface({ input: child.stdout }).on("line", () => {
      loaded += 1;
      // Somewhere inside the next object, which takes five statements or more.
      if (loaded === afterObjects) setTimeout(() => child.kill("SIGKILL"), 5 * afterObjects);
    });
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
  }

  /** What must be there in the end: each row once, in Bronze and in the ledger. */
  async function count(looking: SnowflakeSession): Promise<unknown> {
    const [counts] = await looking.run(
      `select count(*) as row_total, count(distinct _offset) as offsets, max(_offset) as last,
        (select sum(row_count) from bronze.load_ledger) as ledger from bronze.readings`,
    );
    return counts;
  }

  it("a load into Snowflake that is killed again and again gives each row once", async () => {
    using folder = temporaryFolder("killed-load");
    const store = openLocalStore(join(folder.path, "store"));
    await land(store, 40);
    const settings = fakesnow.newDatabase();
    for (const afterObjects of [1, 3, 6]) await loadAndKill("snowflake", folder.path, settings, afterObjects);
    const { session, looking } = await openSessions(settings);
    const [before] = await looking.run("select count(*) as objects from bronze.load_ledger");
    expect(before?.["objects"]).toBeGreaterThanOrEqual(10);
    expect(before?.["objects"]).toBeLessThan(40);
    const loader = snowflakeLoader(session, { store, landingUrl: landingUrlOf(folder.path) });
    await loadBronze({ feeds: [feed], store, loader });
    expect(await count(looking)).toEqual({ row_total: 40, offsets: 40, last: 39, ledger: 40 });
  });

  it("a load through Snowpipe that is killed again and again gives each row once", async () => {
    using folder = temporaryFolder("killed-pipe");
    const store = openLocalStore(join(folder.path, "store"));
    await land(store, 20);
    const database = fakesnow.newDatabase();
    const pipes = await startPipes(fakesnow, database, [feed]);
    try {
      const settings = { ...database, pipesUrl: pipes.standIn.url };
      for (const afterObjects of [1, 3, 5])
        await loadAndKill("snowpipe", folder.path, settings, afterObjects);
      const { session, looking } = await openSessions(database);
      const landingUrl = landingUrlOf(folder.path);
      const options = { store, client: pipes.client, landingUrl, now: () => new Date(), pollMs: 20 };
      const [done] = await loadBronze({ feeds: [feed], store, loader: snowpipeLoader(session, options) });
      expect(done?.known).toBeGreaterThanOrEqual(9);
      expect(done?.known).toBeLessThan(20);
      expect(await count(looking)).toEqual({ row_total: 20, offsets: 20, last: 19, ledger: 20 });
    } finally {
      await pipes.stop();
    }
  });

  it("two loaders of one feed at the same time give each row once", async () => {
    using folder = temporaryFolder("two-loaders");
    const store = openLocalStore(join(folder.path, "store"));
    await land(store, 12);
    const settings = fakesnow.newDatabase();
    const [one, other] = [await openSessions(settings), await openSessions(settings)];
    const options = { store, landingUrl: landingUrlOf(folder.path), objectsPerCopy: 3 };
    // Made before, as two emulated sessions cannot make one table at the same time.
    await snowflakeLoader(one.session, options).prepare([feed]);
    await Promise.all(
      [one, other].map(async ({ session }) => {
        await loadBronze({ feeds: [feed], store, loader: snowflakeLoader(session, options) });
      }),
    );
    expect(await count(one.looking)).toEqual({ row_total: 12, offsets: 12, last: 11, ledger: 12 });
  });

  it.each(["copy into", "insert into bronze.load_ledger", "select current_transaction"])(
    "a loader that stood still before %s, while another one loaded, keeps nothing of what it does then",
    async (statement) => {
      using folder = temporaryFolder("still-loader");
      const store = openLocalStore(join(folder.path, "store"));
      await land(store, 3);
      const { session, looking, settings } = await openSessions(fakesnow.newDatabase());
      const { session: waiting } = await openSessions(settings);
      const options = { store, landingUrl: landingUrlOf(folder.path) };
      await snowflakeLoader(session, options).prepare([feed]);
      const loadOther = async (): Promise<void> => {
        await loadBronze({ feeds: [feed], store, loader: snowflakeLoader(waiting, options) });
      };
      const still = pauseBefore(session, statement, loadOther);
      const loading = loadBronze({ feeds: [feed], store, loader: snowflakeLoader(still, options) });
      await expect(loading).rejects.toMatchObject({ code: "SNOWFLAKE_TRANSACTION_LOST" });
      expect(await count(looking)).toEqual({ row_total: 3, offsets: 3, last: 2, ledger: 3 });
    },
  );
});

/** A session whose loader stands still before its first such statement, until `meanwhile` is done. */
function pauseBefore(
  session: SnowflakeSession,
  statement: string,
  meanwhile: () => Promise<void>,
): SnowflakeSession {
  let hasPaused = false;
  let isInTransaction = false;
  return {
    ...session,
    async run(sql, binds) {
      isInTransaction ||= sql.startsWith("update bronze.load_lock");
      if (!hasPaused && isInTransaction && sql.startsWith(statement)) {
        hasPaused = true;
        await meanwhile();
      }
      return await session.run(sql, binds);
    },
  };
}
