import { join } from "node:path";

import { openDatabase } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runHeadwater, temporaryFolder, type Finished } from "./rig/headwater.ts";

const feed = "climate_records";

describe("headwater replay", () => {
  const folder = temporaryFolder("replay");
  const state = ["--state", folder.path];
  const database = join(folder.path, "warehouse.duckdb");

  const succeed = async (...args: string[]): Promise<Finished> => {
    const finished = await runHeadwater(args);
    expect(finished).toMatchObject({ exitCode: 0 });
    return finished;
  };

  beforeAll(async () => {
    const file = join(folder.path, "events.ndjson");
    await succeed("produce", feed, "--from", "samples", "--out", file);
    await succeed("land", feed, "--from", file, "--max-segment-records", "100", ...state);
    await succeed("load", feed, ...state);
    await succeed("silver", feed, ...state);
  });
  afterAll(() => folder[Symbol.dispose]());

  /** The year and month of the record in the middle of partition 0, from when to when it lasts. */
  async function someMonth(): Promise<readonly [from: string, to: string]> {
    const [[from, to] = []] = await query(
      `select strftime(date_trunc('month', _timestamp), '%Y-%m-%d'),
        strftime(date_trunc('month', _timestamp) + interval 1 month, '%Y-%m-%d')
      from bronze.${feed} where _partition = 0 order by _offset limit 1 offset 150`,
    );
    return [String(from), String(to)];
  }

  async function query(text: string): Promise<readonly (readonly unknown[])[]> {
    const opened = await openDatabase({ path: database });
    try {
      await opened.connection.run("set timezone = 'UTC'");
      return (await opened.connection.runAndReadAll(text)).getRows();
    } finally {
      opened.close();
    }
  }

  it("by times mends Bronze, so that the audit is clean again", async () => {
    const [from, to] = await someMonth();
    await query(`delete from bronze.${feed} where _timestamp >= '${from}' and _timestamp < '${to}'`);
    const broken = await runHeadwater(["audit", feed, "--until", "load", ...state]);
    expect(broken).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("bronze-missing") });
    const range = ["--from", from, "--to", to];
    const planned = await succeed("replay", feed, ...range, "--dry-run", ...state);
    expect(planned.stdout).toContain("would be loaded again, nothing was changed");
    const done = await succeed("replay", feed, ...range, ...state);
    expect(done.stdout).toMatch(
      /^climate_records: \d+ rows deleted, \d+ rows of \d+ segments? loaded again\n/,
    );
    await succeed("audit", feed, ...state);
    const again = await succeed("load", feed, ...state);
    expect(again.stdout).toContain("0 rows of 0 new objects");
  });

  it("by offsets takes one partition, and tells its range as JSON", async () => {
    const range = ["--partition", "1", "--from", "150", "--to", "250"];
    const { stdout } = await succeed("replay", feed, ...range, "--json", ...state);
    expect(JSON.parse(stdout)).toEqual({
      feed,
      ranges: [{ topic: feed, epoch: 1, partition: 1, from: 100, to: 299 }],
      segments: 2,
      rows: 200,
      deleted: 200,
    });
    await succeed("audit", feed, ...state);
  });

  it.each([
    ["offsets of no certain partition", [feed, "--from", "0"], "INGEST_OPTION_INVALID"],
    ["a batch feed", ["air_quality", "--from", "0"], "INGEST_OPTION_INVALID"],
    ["what is not landed", [feed, "--from", "2100-01-01"], "REPLAY_NOTHING_LANDED"],
    ["a time without a zone", [feed, "--from", "2024-01-01T00:00"], "INGEST_OPTION_INVALID"],
  ])("refuses %s", async (_, args, code) => {
    const { exitCode, stderr } = await runHeadwater(["replay", ...args, ...state]);
    expect(stderr).toContain(code);
    expect(exitCode).toBe(2);
  });
});
