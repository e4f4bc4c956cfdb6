import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFeeds, type StreamFeed } from "@headwater/contracts";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { bronzeStatements } from "../load/bronze-table.ts";
import { openDatabase } from "../load/open-database.ts";
import { repositoryRoot } from "../python/run-python.ts";
import { runSilver } from "./run-silver.ts";

let folder: string;
let path: string;
let feeds: readonly StreamFeed[];
beforeAll(async () => {
  const all = await loadFeeds(join(repositoryRoot, "contracts"));
  feeds = all.filter((feed) => feed.kind === "stream");
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-silver-"));
  path = join(folder, "warehouse.duckdb");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("runSilver", () => {
  it("makes the tables of every stream, even if Bronze is empty", async () => {
    const database = await openDatabase({ path });
    for (const statement of bronzeStatements(feeds)) await database.connection.run(statement);
    database.close();
    const none = { current: 0, superseded: 0, duplicate: 0, quarantined: 0, deleted: 0 };
    expect(await runSilver({ feeds, database: path })).toEqual(
      feeds.map(({ name }) => ({ feed: name, events: none })),
    );
  }, 60_000);

  it("says what to do when Bronze is missing", async () => {
    const database = await openDatabase({ path });
    database.close();
    await expect(runSilver({ feeds, database: path })).rejects.toMatchObject({
      code: "SILVER_FAILED",
      message: expect.stringContaining("Run `headwater load` first"),
    });
  }, 60_000);
});
