import { readFile } from "node:fs/promises";
import path from "node:path";
import { loadFeeds } from "@headwater/contracts";
import { describe, expect, it } from "vitest";
import { prepareFile, type PreparedFile } from "./prepare-file.ts";

const root = path.join(import.meta.dirname, "../../..");
const realDir = process.env["HEADWATER_DATA"] ?? path.join(root, "../shared/data");
const feeds = await loadFeeds(path.join(root, "contracts"));
const equityFiles = feeds
  .filter((feed) => feed.kind === "batch")
  .filter((feed) => feed.domain === "equity")
  .flatMap((feed) => feed.files.map((file) => ({ feed, file })));

/** Prepares every file of the equity feeds in a folder, by the file's name. */
async function prepareAll(folder: string): Promise<ReadonlyMap<string, PreparedFile>> {
  const prepared = equityFiles.map(async ({ feed, file }) => {
    const bytes = await readFile(path.join(folder, file.path));
    return [path.basename(file.path, ".csv"), prepareFile(feed, file, bytes)] as const;
  });
  return new Map(await Promise.all(prepared));
}

function countsOf(prepared: ReadonlyMap<string, PreparedFile>): Record<string, readonly number[]> {
  const counts = [...prepared].map(
    ([name, file]) => [name, [file.rows, file.rowsWithErrors, file.rowsWithRepeatedKey]] as const,
  );
  return Object.fromEntries(counts);
}

describe("every equity file keeps its contract: rows, rows with errors, rows with a repeated key", () => {
  it("of the samples", async () => {
    expect(countsOf(await prepareAll(path.join(root, "samples")))).toEqual({
      air_quality_nta2010: [24, 0, 0],
      central_park_daily: [730, 0, 0],
      heat_ed_2017_2020_supp: [62, 0, 0],
      heat_ed_2017_2023_restated: [428, 0, 0],
      heat_ed_2021_live: [62, 0, 0],
      heat_ed_2022_live: [153, 0, 0],
      heat_ed_2023_live: [153, 0, 0],
      heat_ed_2024_live: [53, 0, 0],
      hvi_nta2010: [22, 0, 1],
      pm25_uhf42_seasonal: [156, 0, 0],
      school_demographics_2013_18: [302, 0, 0],
      school_locations_2017_18: [60, 0, 0],
      svi_2018_nyc_tract: [45, 0, 0],
    });
  });

  it("of the publishers", async ({ skip }) => {
    const prepared = await prepareAll(realDir).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        skip(`no real data in ${realDir}; set HEADWATER_DATA`);
      }
      throw error;
    });
    expect(countsOf(prepared)).toEqual({
      air_quality_nta2010: [195, 0, 0],
      central_park_daily: [5538, 0, 0],
      heat_ed_2017_2020_supp: [612, 0, 0],
      heat_ed_2017_2023_restated: [1069, 0, 0],
      heat_ed_2021_live: [153, 0, 0],
      heat_ed_2022_live: [153, 0, 0],
      heat_ed_2023_live: [153, 0, 0],
      heat_ed_2024_live: [114, 0, 0],
      hvi_nta2010: [195, 0, 6],
      pm25_uhf42_seasonal: [2016, 0, 0],
      school_demographics_2013_18: [8972, 0, 0],
      school_locations_2017_18: [1823, 0, 0],
      svi_2018_nyc_tract: [2166, 0, 0],
    });
  });
});
