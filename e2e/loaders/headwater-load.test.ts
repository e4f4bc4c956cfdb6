import { join } from "node:path";

import { findFeed, loadFeeds, type Feed } from "@headwater/contracts";
import { openDatabase } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  openSnowflakeSession,
  type SnowflakeSession,
} from "../../ingest/src/load/snowflake/snowflake-session.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { startFakesnow, type Fakesnow } from "../rig/fakesnow.ts";
import { root, runHeadwater, temporaryFolder, type Finished } from "../rig/headwater.ts";
import { landingUrlOf } from "./snowflake-under-test.ts";
import { startPipes } from "./snowpipe-under-test.ts";

const names = ["climate_records", "air_quality", "heat_ed_visits"];

describe("headwater load on the samples, into emulators, which show nothing about Snowflake itself", () => {
  const folder = temporaryFolder("headwater-load");
  let fakesnow: Fakesnow;
  let feeds: readonly Feed[];
  let expected: Readonly<Record<string, readonly string[]>>;
  beforeAll(async () => {
    fakesnow = await startFakesnow();
    const all = await loadFeeds(join(root, "contracts"));
    feeds = names.map((name) => findFeed(all, name));
    const { exitCode } = await runHeadwater(["demo", "--state", folder.path, "--until", "load", "--quiet"]);
    expect(exitCode).toBe(0);
    expected = await readDuckDb(join(folder.path, "warehouse.duckdb"));
  });
  afterAll(async () => {
    await fakesnow.stop();
    folder[Symbol.dispose]();
  });

  async function load(
    to: string,
    settings: SnowflakeSettings,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Finished> {
    return await runHeadwater(["load", ...names, "--to", to, "--state", folder.path], {
      ...fakesnow.environmentOf(settings),
      SNOWFLAKE_LANDING_URL: landingUrlOf(folder.path),
      ...env,
    });
  }

  it("--to snowflake loads the rows that DuckDB has, once", async () => {
    const settings = fakesnow.newDatabase();
    expect(await load("snowflake", settings)).toMatchObject({ exitCode: 0, stderr: "" });
    const again = await load("snowflake", settings);
    expect(again.stdout).toContain("climate_records: 0 rows of 0 new objects, 3 objects were loaded before");
    expect(await readSnowflake(await openSnowflakeSession(settings))).toEqual(expected);
  });

  it("--to snowpipe loads the rows that DuckDB has, once", async () => {
    const settings = fakesnow.newDatabase();
    const pipes = await startPipes(fakesnow, settings, feeds);
    try {
      const env = { SNOWFLAKE_PIPES_URL: pipes.standIn.url };
      expect(await load("snowpipe", settings, env)).toMatchObject({ exitCode: 0, stderr: "" });
      expect((await load("snowpipe", settings, env)).stdout).toContain(
        "air_quality: 0 rows of 0 new objects",
      );
      expect(await readSnowflake(await openSnowflakeSession(settings))).toEqual(expected);
    } finally {
      await pipes.stop();
    }
  });

  it("names the settings that are missing", async () => {
    const { exitCode, stderr } = await runHeadwater(["load", "--to", "snowpipe"], { SNOWFLAKE_ACCOUNT: "" });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^SNOWFLAKE_SETTING_MISSING: .*SNOWFLAKE_ACCOUNT/);
  });
});

/** Per feed: the rows' places and objects, with what else must be the same everywhere. */
async function readDuckDb(path: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const database = await openDatabase({ path, isReadOnly: true });
  try {
    return await readPlaces(async (query) => {
      const reader = await database.connection.runAndReadAll(query);
      return reader.getRowObjectsJS();
    });
  } finally {
    database.close();
  }
}

async function readSnowflake(
  session: SnowflakeSession,
): Promise<Readonly<Record<string, readonly string[]>>> {
  try {
    return await readPlaces(async (query) => await session.run(query));
  } finally {
    await session.close();
  }
}

async function readPlaces(
  run: (query: string) => Promise<readonly Readonly<Record<string, unknown>>[]>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const places: Record<string, readonly string[]> = {};
  for (const name of names) {
    const columns =
      name === "climate_records"
        ? ["_topic", "_epoch", "_partition", "_offset", "_key", "_object"]
        : ["_file", "_version", "_row", "_source_url", "_object"];
    const rows = await run(`select ${columns.join(", ")} from bronze.${name}`);
    places[name] = rows.map((row) => columns.map((column) => String(row[column])).join(" ")).sort();
  }
  return places;
}
