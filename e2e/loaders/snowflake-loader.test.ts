import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { landStream } from "../../ingest/src/landing/land-stream.ts";
import { loadBronze, type FeedLoad } from "../../ingest/src/load/load-bronze.ts";
import { snowflakeLoader } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import type { ObjectStore } from "../../ingest/src/store/object-store.ts";
import { exampleEvent, exampleFeed } from "../../ingest/src/testing/example-feed.ts";
import { listedPartition, listedSource } from "../../ingest/src/testing/listed-source.ts";
import { describeLoader } from "../../ingest/src/testing/loader-contract.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
import { temporaryFolder } from "../rig/headwater.ts";
import { landingUrlOf, openSessions, readersOf, type Sessions } from "./snowflake-under-test.ts";

describe("on fakesnow, an emulator, which shows nothing about Snowflake itself", () => {
  let fakesnow: Fakesnow;
  beforeAll(async () => {
    fakesnow = await startFakesnow({ idleSeconds: 1 });
  });
  afterAll(async () => await fakesnow.stop());

  describeLoader("Snowflake", async (store, folder) => {
    const { session, ending, looking } = await openSessions(fakesnow.newDatabase());
    const options = { store, landingUrl: landingUrlOf(folder) };
    return {
      loader: snowflakeLoader(session, options),
      ending: snowflakeLoader(ending, options),
      ...readersOf(looking),
    };
  });

  describe("the Snowflake loader", () => {
    const feed = { ...exampleFeed, partitions: 1 };
    let folder: ReturnType<typeof temporaryFolder>;
    let store: ObjectStore;
    let sessions: Sessions;
    beforeEach(async () => {
      folder = temporaryFolder("snowflake-loader");
      store = openLocalStore(join(folder.path, "store"));
      sessions = await openSessions(fakesnow.newDatabase());
    });
    afterEach(() => folder[Symbol.dispose]());

    async function land(compression: "gzip" | "zstd" = "gzip"): Promise<void> {
      const payloads = ["a", "b", "c", "d"].map((id) => exampleEvent(id));
      const source = listedSource([listedPartition(payloads)], 2);
      await landStream({ feed, source, store, isOnce: true, compression, limits: { maxRecords: 2 } });
    }

    async function load(): Promise<FeedLoad | undefined> {
      const loader = snowflakeLoader(sessions.session, { store, landingUrl: landingUrlOf(folder.path) });
      const [done] = await loadBronze({ feeds: [feed], store, loader });
      return done;
    }

    async function readOffsets(): Promise<readonly number[]> {
      const rows = await readersOf(sessions.looking).readRows(feed);
      return rows.map((row) => Number(row["_offset"])).sort((left, right) => left - right);
    }

    it("loads segments that are compressed by zstd", async () => {
      await land("zstd");
      expect(await load()).toMatchObject({ loaded: 2, rows: 4 });
      expect(await readersOf(sessions.looking).readLedger()).toContain(
        "readings/readings/1/0/00000000000000000002.ndjson.zst",
      );
    });

    it("enters what stands in Bronze into the ledger, and does not copy it again", async () => {
      await land();
      await load();
      await sessions.looking.run("delete from bronze.load_ledger");
      expect(await load()).toMatchObject({ known: 0, loaded: 2, rows: 4 });
      expect(await readOffsets()).toEqual([0, 1, 2, 3]);
      expect(await readersOf(sessions.looking).readLedger()).toHaveLength(2);
    });

    it("tells of an object of which Bronze has another number of rows than landed, and leaves them alone", async () => {
      await land();
      await load();
      await sessions.looking.run("delete from bronze.load_ledger");
      await sessions.looking.run("delete from bronze.readings where _offset = 1");
      const done = await load();
      expect(done).toMatchObject({ loaded: 1, failed: [{ error: { code: "LOAD_ROWS_DIFFER" } }] });
      expect(await readOffsets()).toEqual([0, 2, 3]);
    });

    it("keeps nothing of an object that gave another number of rows than landed", async () => {
      await land();
      const name = "readings/readings/1/0/00000000000000000002.ndjson.gz";
      const facts = join(folder.path, "store", name, "metadata.json");
      writeFileSync(facts, readFileSync(facts, "utf8").replace('"records": "2"', '"records": "3"'));
      const done = await load();
      expect(done).toMatchObject({
        loaded: 1,
        failed: [{ object: name, error: { code: "LOAD_ROWS_DIFFER" } }],
      });
      expect(await readOffsets()).toEqual([0, 1]);
    });

    it("does not copy an object whose checksum is another than before the upload", async () => {
      await land();
      const name = "readings/readings/1/0/00000000000000000000.ndjson.gz";
      const facts = join(folder.path, "store", name, "metadata.json");
      const text = readFileSync(facts, "utf8");
      writeFileSync(facts, text.replace(/"crc32c": "[^"]+"\n}/, '"crc32c": "AAAAAA=="\n}'));
      const done = await load();
      expect(done).toMatchObject({
        loaded: 1,
        failed: [{ object: name, error: { code: "LOAD_OBJECT_INVALID" } }],
      });
      expect(await readOffsets()).toEqual([2, 3]);
    });
  });
});
