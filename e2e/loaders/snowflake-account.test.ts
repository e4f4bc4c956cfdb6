import type { StreamFeed } from "@headwater/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { landStream } from "../../ingest/src/landing/land-stream.ts";
import { loadBronze } from "../../ingest/src/load/load-bronze.ts";
import type { Loader } from "../../ingest/src/load/loader.ts";
import { landingUrl } from "../../ingest/src/load/snowflake/landing-url.ts";
import { openSnowflakeLoader, openSnowpipeLoader } from "../../ingest/src/load/snowflake/open-loaders.ts";
import {
  inTransaction,
  openSnowflakeSession,
  type SnowflakeSession,
} from "../../ingest/src/load/snowflake/snowflake-session.ts";
import { readSnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import type { ObjectStore } from "../../ingest/src/store/object-store.ts";
import { openStore } from "../../ingest/src/store/open-store.ts";
import { exampleEvent, exampleFeed } from "../../ingest/src/testing/example-feed.ts";
import { listedPartition, listedSource } from "../../ingest/src/testing/listed-source.ts";

const place = process.env["HEADWATER_SNOWFLAKE_TEST_STORE"];
const isWanted = process.env["HEADWATER_SNOWFLAKE_TEST"] === "1" && place !== undefined;
const reason = isWanted
  ? ""
  : " (skipped: set HEADWATER_SNOWFLAKE_TEST=1, HEADWATER_SNOWFLAKE_TEST_STORE=gs://… and the SNOWFLAKE_ variables)";

if (!isWanted) console.log(`e2e/loaders/snowflake-account.test.ts${reason}`);

// The only test that can say something about Snowflake itself. It leaves nothing behind but objects in the bucket.
describe.skipIf(!isWanted)(`a Snowflake account${reason}`, () => {
  const run = Date.now();
  const feeds = new Map<string, StreamFeed>();
  let store: ObjectStore;
  let session: SnowflakeSession;

  beforeAll(async () => {
    session = await openSnowflakeSession(readSnowflakeSettings(process.env));
    store = await openStore(place ?? "");
  });
  afterAll(async () => {
    for (const { name } of feeds.values()) {
      await session.run(`drop pipe if exists bronze.${name}_pipe`);
      await session.run(`drop stage if exists bronze.${name}_landed`);
      await session.run(`drop file format if exists bronze.${name}_lines`);
      await session.run(`drop table if exists bronze.${name}`);
      await inTransaction(session, async () => {
        await session.run("delete from bronze.load_ledger where feed = ?", [name]);
        await session.run("delete from bronze.load_lock where feed = ?", [name]);
      });
    }
    await session.close();
  });

  const openLoader: Readonly<Record<string, () => Promise<Loader>>> = {
    snowflake: async () => await openSnowflakeLoader(readSnowflakeSettings(process.env), facts()),
    snowpipe: async () =>
      await openSnowpipeLoader(readSnowflakeSettings(process.env), { ...facts(), now: () => new Date() }),
  };

  function facts(): { readonly store: ObjectStore; readonly landingUrl: string } {
    return { store, landingUrl: landingUrl(store.location, process.env["SNOWFLAKE_LANDING_URL"]) };
  }

  it.each(["snowflake", "snowpipe"])(
    "gets each row once through the loader %s, also when it is repeated",
    async (kind) => {
      const feed: StreamFeed = { ...exampleFeed, name: `headwater_${kind}_${run}`, partitions: 1 };
      feeds.set(kind, feed);
      const payloads = Array.from({ length: 5 }, (_, id) => exampleEvent(String(id), id));
      const source = listedSource([listedPartition([...payloads, null])], 2);
      await landStream({ feed, source, store, isOnce: true, limits: { maxRecords: 2 } });
      for (const [known, loaded] of [
        [0, 3],
        [3, 0],
      ]) {
        const loader = await openLoader[kind]?.();
        if (!loader) throw new RangeError(kind);
        try {
          expect(await loadBronze({ feeds: [feed], store, loader })).toMatchObject([
            { known, loaded, failed: [] },
          ]);
        } finally {
          await loader.close();
        }
      }
      const rows = await session.run(
        `select _offset, _object, payload:level::integer as level, payload is null as is_tombstone
        from bronze.${feed.name} order by _offset`,
      );
      expect(rows.map((row) => [row["_offset"], row["level"], row["is_tombstone"]])).toEqual([
        ...payloads.map((_, id) => [id, id, false]),
        [5, null, true],
      ]);
      expect(rows[0]?.["_object"]).toBe(`${feed.name}/readings/1/0/00000000000000000000.ndjson.gz`);
    },
    20 * 60_000,
  );
});
