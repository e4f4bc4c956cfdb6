import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { madeUpFeed } from "../testing/made-up-feed.ts";
import { fetchBatch, type FetchedFile } from "./fetch-batch.ts";
import { sendFile, startLoopbackServer, type LoopbackServer } from "../testing/loopback-server.ts";

const indicator = {
  MeasureID: [365],
  GeoID: [101],
  GeoType: ["UHF42"],
  TimePeriodID: [188],
  Value: [10.7],
  Note: [""],
};

const contents: Readonly<Record<string, string>> = {
  "/parks": "Park Id,NAME,TREES\np1,Elm,7\n",
  "/indicator": JSON.stringify(indicator),
  "/periods": JSON.stringify([{ TimePeriodID: 188, TimePeriod: "Summer 2009" }]),
};

let folder: string;
let server: LoopbackServer;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "fetch-batch-"));
  server = await startLoopbackServer((response, request) => {
    const content = contents[request.path];
    if (content === undefined) response.writeHead(404).end();
    else sendFile(response, request, content, `"${content.length}"`);
  });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function fetchAll(expectedSha256 = new Map<string, string>()): Promise<readonly FetchedFile[]> {
  const csv = (name: string) =>
    ({ path: `tests/${name}.csv`, url: `${server.url}/${name}`, encoding: "utf-8" }) as const;
  const reshaped = { ...csv("indicator"), reshape: "ehdp_indicator", lookupUrl: `${server.url}/periods` };
  return await fetchBatch({
    feeds: [
      madeUpFeed({ name: "first", files: [csv("gone"), csv("parks")] }),
      madeUpFeed({ name: "second", files: [reshaped] }),
    ],
    toDir: folder,
    expectedSha256,
    idleTimeoutMs: 5_000,
    maxAttempts: 2,
    wait: async () => undefined,
    now: () => new Date(0),
  });
}

it("fetches every file into its place, and goes on when one of them fails", async () => {
  expect(await fetchAll()).toMatchObject([
    { outcome: "failed", feed: "first", path: "tests/gone.csv", error: { code: "FETCH_REFUSED" } },
    { outcome: "fetched", feed: "first", path: "tests/parks.csv", sizeBytes: 28 },
    { outcome: "fetched", feed: "second", path: "tests/indicator.csv" },
  ]);
  expect(await readFile(path.join(folder, "tests/parks.csv"), "utf8")).toBe(contents["/parks"]);
});

it("makes the file of what the publisher offers in another shape, and keeps both downloads", async () => {
  await fetchAll();
  expect(await readFile(path.join(folder, "tests/indicator.csv"), "utf8")).toBe(
    "measure_id,geo_type,geo_id,time_period_id,time_period,pm25_mean_ugm3,note\n365,UHF42,101,188,Summer 2009,10.7,\n",
  );
  expect((await readdir(path.join(folder, "tests"))).filter((name) => name.startsWith("indicator"))).toEqual([
    "indicator.csv",
    "indicator.csv.lookup",
    "indicator.csv.lookup.fetched.json",
    "indicator.csv.publisher",
    "indicator.csv.publisher.fetched.json",
  ]);
});

it("fetches nothing twice that is unchanged", async () => {
  await fetchAll();
  expect((await fetchAll()).map((file) => file.outcome)).toEqual(["failed", "unchanged", "unchanged"]);
});

it("checks the checksum that is given for a file", async () => {
  const results = await fetchAll(new Map([["tests/parks.csv", "0".repeat(64)]]));
  expect(results[1]).toMatchObject({ outcome: "failed", error: { code: "FETCH_CHECKSUM_MISMATCH" } });
});
