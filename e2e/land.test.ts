import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { LandReport } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runHeadwater, temporaryFolder } from "./rig/headwater.ts";

describe("headwater land", () => {
  const folder = temporaryFolder("land");
  const file = join(folder.path, "events.ndjson");
  const state = ["--state", folder.path];

  beforeAll(async () => {
    const { exitCode } = await runHeadwater([
      "produce",
      "climate_records",
      "--from",
      "samples",
      "--out",
      file,
    ]);
    expect(exitCode).toBe(0);
  });
  afterAll(() => folder[Symbol.dispose]());

  it("lands a file and says so in one line, and says that there is nothing new the second time", async () => {
    const first = await runHeadwater(["land", "climate_records", "--from", file, ...state]);
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toMatch(/^climate_records: landed \d+ records in 3 segments\. Next position.*\n$/);
    const second = await runHeadwater(["land", "climate_records", "--from", file, ...state, "--json"]);
    const [report] = JSON.parse(second.stdout) as readonly LandReport[];
    expect(report).toMatchObject({ feed: "climate_records", records: 0, segments: 0, isComplete: true });
  });

  it.each([
    ["neither a file nor brokers", ["climate_records"], "Give one of --from FILE and --brokers"],
    ["both", ["climate_records", "--from", "x", "--brokers", "a:1"], "Give one of --from FILE and --brokers"],
    ["a batch feed", ["air_quality", "--from", "x"], "headwater batch land air_quality"],
    ["a feed that is not there", ["climate_record", "--from", "x"], "climate_records"],
    ["a file that is not there", ["climate_records", "--from", "missing.ndjson"], "missing.ndjson"],
    ["a folder instead of a file", ["climate_records", "--from", "samples"], "one JSON event on each line"],
    ["a size without sense", ["climate_records", "--from", "x", "--max-segment-bytes", "much"], "32MiB"],
    [
      "a bucket without a name",
      ["climate_records", "--from", file, "--store", "gs://"],
      "gs://bucket/folder",
    ],
  ])("given %s, says what to do and exits with 2", async (_, words, hint) => {
    const { exitCode, stdout, stderr } = await runHeadwater(["land", ...words, ...state]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("says what to do when the store's folder is a file", async () => {
    const store = join(folder.path, "no-folder");
    await writeFile(store, "");
    const { exitCode, stderr } = await runHeadwater([
      "land",
      "climate_records",
      "--from",
      file,
      "--store",
      store,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("STORE_UNREACHABLE");
    expect(stderr).toContain("Check that the store's folder");
  });
});
