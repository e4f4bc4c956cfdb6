import { generateKeyPairSync } from "node:crypto";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { checkSnowpipeToken } from "../../testing/check-snowpipe-token.ts";
import { startSnowpipeStandIn, type SnowpipeStandIn } from "../../testing/snowpipe-stand-in.ts";
import { snowpipeClient, type SnowpipeClient } from "./snowpipe-client.ts";
import { keyPairTokens } from "./snowpipe-token.ts";

const { privateKey: key, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const owner = { account: "ACME", user: "LOADER", publicKey };
const pipe = "HW.BRONZE.READINGS_PIPE";
const minuteMs = 60_000;

describe("a token of the key pair", () => {
  const start = new Date("2024-05-01T00:00:00Z");

  it("says who signs it with which key, in upper case and without the region", () => {
    const tokens = keyPairTokens({ account: "acme.eu-west-2", user: "loader", key, now: () => start });
    expect(checkSnowpipeToken(`Bearer ${tokens.current()}`, owner, start)).toBeUndefined();
  });

  it("stays the same until it is about to end, and is accepted at every minute of two hours", () => {
    let now = start;
    const tokens = keyPairTokens({ account: "acme", user: "loader", key, now: () => now });
    const seen = new Set<string>();
    for (let minute = 0; minute < 120; minute++) {
      now = new Date(start.getTime() + minute * minuteMs);
      seen.add(tokens.current());
      expect(checkSnowpipeToken(`Bearer ${tokens.current()}`, owner, now)).toBeUndefined();
    }
    expect(seen.size).toBe(3);
  });

  it.each([
    ["another user", { user: "other" }, /^sub is ACME.OTHER/],
    ["another key", { key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }, /signature/],
    ["an hour ago", { now: () => new Date(start.getTime() - 60 * minuteMs) }, /expired/],
    ["tomorrow", { now: () => new Date(start.getTime() + 1440 * minuteMs) }, /future/],
  ])("of %s is refused by the stand-in", (_, change, reason) => {
    const tokens = keyPairTokens({ account: "acme", user: "loader", key, now: () => start, ...change });
    expect(checkSnowpipeToken(`Bearer ${tokens.current()}`, owner, start)).toMatch(reason);
  });
});

describe("the client of Snowpipe, against a stand-in", () => {
  let standIn: SnowpipeStandIn;
  let client: SnowpipeClient;
  let clock: Date;
  beforeEach(async () => {
    clock = new Date("2024-05-01T00:00:00Z");
    const now = (): Date => clock;
    standIn = await startSnowpipeStandIn({
      owner,
      pipes: { [pipe]: /^a\/\d+$/ },
      loadFile: async (_, path) => (path === "a/13" ? { error: "line 2 is not JSON" } : { rows: 1 }),
      now,
    });
    const tokens = keyPairTokens({ account: "acme", user: "loader", key, now });
    client = snowpipeClient({ url: standIn.url, tokens, firstPauseMs: 1, attempts: 3, random: () => 0 });
  });
  afterEach(async () => await standIn.close());

  const submit = async (...paths: readonly string[]): ReturnType<SnowpipeClient["insertFiles"]> =>
    await client.insertFiles(
      pipe,
      paths.map((path) => ({ path, sizeBytes: 1 })),
    );

  it("queues files, and says which the pipe had and which are none of its", async () => {
    expect(await submit("a/1", "b/1")).toEqual({ skipped: [], unmatched: ["b/1"] });
    expect(await submit("a/1", "a/2")).toEqual({ skipped: ["a/1"], unmatched: [] });
  });

  it("reports each file with the reason why it was not loaded, and goes on behind a mark", async () => {
    await submit("a/12", "a/13");
    const first = await client.insertReport(pipe);
    expect(first).toMatchObject({
      isComplete: true,
      files: [
        { path: "a/12", status: "LOADED", rowsInserted: 1 },
        { path: "a/13", status: "LOAD_FAILED", firstError: "line 2 is not JSON" },
      ],
    });
    expect(await client.insertReport(pipe, first.nextMark)).toMatchObject({ files: [] });
    const history = await client.loadHistoryScan(pipe, clock);
    expect(history.map(({ path }) => path)).toEqual(["a/12", "a/13"]);
  });

  it("repeats what was limited, failed or lost, and the files are still loaded once", async () => {
    standIn.spoil("insertFiles", { status: 429, retryAfterSeconds: 0 }, "lost answer");
    expect(await submit("a/1")).toEqual({ skipped: ["a/1"], unmatched: [] });
    await client.insertReport(pipe);
    expect(standIn.queue(pipe).loads).toEqual(new Map([["a/1", 1]]));
  });

  it("gives up after its attempts, and says what the last answer was", async () => {
    standIn.spoil("insertFiles", { status: 500 }, { status: 500 }, { status: 503 });
    await expect(submit("a/1")).rejects.toMatchObject({
      code: "SNOWPIPE_UNREACHABLE",
      message: expect.stringMatching(/insertFiles .* in 3 attempts; the last time: 503/),
    });
  });

  it("signs a new token when one is refused, and gives up when that is refused, too", async () => {
    standIn.spoil("insertFiles", { status: 401 });
    expect(await submit("a/1")).toMatchObject({ skipped: [] });
    standIn.spoil("insertFiles", { status: 401 }, { status: 401 });
    await expect(submit("a/1")).rejects.toMatchObject({
      code: "SNOWPIPE_REFUSED",
      hint: expect.stringContaining("key pair belongs to SNOWFLAKE_USER"),
    });
  });

  it.each([
    [403, "OPERATE and MONITOR"],
    [404, "SNOWFLAKE_DATABASE"],
    [400, "AUTO_INGEST"],
  ])("does not repeat a %i, whose hint names %s", async (status, hint) => {
    standIn.spoil("insertFiles", { status });
    await expect(submit("a/1")).rejects.toMatchObject({
      code: "SNOWPIPE_REFUSED",
      hint: expect.stringContaining(hint),
    });
    expect(standIn.requests).toHaveLength(0);
  });
});

describe("the stand-in for Snowpipe", () => {
  it("takes a path again after 14 days, and forgets recent reports after ten minutes", async () => {
    let clock = new Date("2024-05-01T00:00:00Z");
    const now = (): Date => clock;
    const standIn = await startSnowpipeStandIn({
      owner,
      pipes: { [pipe]: /./ },
      loadFile: async () => ({ rows: 1 }),
      now,
    });
    try {
      const tokens = keyPairTokens({ account: "acme", user: "loader", key, now });
      const client = snowpipeClient({ url: standIn.url, tokens });
      const files = [{ path: "a", sizeBytes: 1 }];
      await client.insertFiles(pipe, files);
      expect((await client.insertReport(pipe)).files).toHaveLength(1);
      clock = new Date(clock.getTime() + 11 * minuteMs);
      expect((await client.insertReport(pipe)).files).toHaveLength(0);
      expect(await client.loadHistoryScan(pipe, new Date("2024-05-01T00:00:00Z"))).toHaveLength(1);
      clock = new Date(clock.getTime() + 14 * 1440 * minuteMs);
      expect(await client.insertFiles(pipe, files)).toEqual({ skipped: [], unmatched: [] });
      await client.insertReport(pipe);
      expect(standIn.queue(pipe).loads.get("a")).toBe(2);
    } finally {
      await standIn.close();
    }
  });
});
