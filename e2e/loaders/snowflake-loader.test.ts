import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { landStream } from "../../ingest/src/landing/land-stream.ts";
import { loadBronze } from "../../ingest/src/load/load-bronze.ts";
import { snowflakeLoader } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import { exampleEvent, exampleFeed } from "../../ingest/src/testing/example-feed.ts";
import { listedPartition, listedSource } from "../../ingest/src/testing/listed-source.ts";
import { describeLoader } from "../../ingest/src/testing/loader-contract.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
import { temporaryFolder } from "../rig/headwater.ts";
import { landingUrlOf, openSessions, readersOf } from "./snowflake-under-test.ts";

describe("on fakesnow, an emulator, which shows nothing about Snowflake itself", () => {
  let fakesnow: Fakesnow;
  beforeAll(async () => {
    fakesnow = await startFakesnow();
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

  it("loads segments that are compressed by zstd", async () => {
    using folder = temporaryFolder("zstd");
    const store = openLocalStore(join(folder.path, "store"));
    const feed = { ...exampleFeed, partitions: 1 };
    const source = listedSource([listedPartition(["a", "b"].map((id) => exampleEvent(id)))]);
    await landStream({ feed, source, store, isOnce: true, compression: "zstd" });
    const { session, looking } = await openSessions(fakesnow.newDatabase());
    const loader = snowflakeLoader(session, { store, landingUrl: landingUrlOf(folder.path) });
    await loadBronze({ feeds: [feed], store, loader });
    const rows = await readersOf(looking).readRows(feed);
    const object = "readings/readings/1/0/00000000000000000000.ndjson.zst";
    expect(rows).toMatchObject([
      { _offset: 0, _object: object, payload: { id: "a" } },
      { _offset: 1, _object: object, payload: { id: "b" } },
    ]);
  });
});
