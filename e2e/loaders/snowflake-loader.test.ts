import { afterAll, beforeAll, describe } from "vitest";

import { snowflakeLoader } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import { describeLoader } from "../../ingest/src/testing/loader-contract.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
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
});
