import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { hasRealData, realDataDir, realDataNote } from "../rig/real-data.ts";
import {
  compareWithCdc,
  meanOfBorough,
  mostVulnerable,
  scoreSchools,
  type BoroughId,
  type SchoolScore,
} from "./independent-score.ts";

const repositoryRoot = path.join(import.meta.dirname, "..", "..");

function readEquityFile(folder: string, file: string): string {
  return readFileSync(path.join(folder, "equity", file), "utf8");
}

function readEquityFiles(folder: string): Parameters<typeof scoreSchools>[0] {
  return {
    tracts: readEquityFile(folder, "svi_2018_nyc_tract.csv"),
    schools: readEquityFile(folder, "school_locations_2017_18.csv"),
    heat: readEquityFile(folder, "hvi_nta2010.csv"),
    air: readEquityFile(folder, "air_quality_nta2010.csv"),
  };
}

function boroughMeans(scores: readonly SchoolScore[]): Readonly<Record<BoroughId, number>> {
  return {
    X: meanOfBorough(scores, "X"),
    M: meanOfBorough(scores, "M"),
    K: meanOfBorough(scores, "K"),
    Q: meanOfBorough(scores, "Q"),
    R: meanOfBorough(scores, "R"),
  };
}

describe.skipIf(!hasRealData)(`the independent score of the real data${realDataNote}`, () => {
  const scores = hasRealData ? scoreSchools(readEquityFiles(realDataDir)) : [];

  it("scores 1,804 schools and leaves 19 without a score", () => {
    expect(scores.filter((school) => school.score !== null)).toHaveLength(1804);
    expect(scores.filter((school) => school.score === null)).toHaveLength(19);
  });

  it("gives the golden borough means", () => {
    expect(boroughMeans(scores)).toEqual({ X: 0.7355, M: 0.5337, K: 0.4713, Q: 0.3227, R: 0.0718 });
  });

  it("gives the highest thirteen schools of deduplicated heat areas", () => {
    expect(mostVulnerable(scores, 13).map((school) => school.schoolId)).toEqual([
      "09X070",
      "09X028",
      "09X163",
      "10X225",
      "10X391",
      "10X279",
      "09X117",
      "09X236",
      "09X568",
      "12X446",
      "12X480",
      "84X185",
      "84X200",
    ]);
  });

  it("puts the schools into bands 1 to 5", () => {
    expect(mostVulnerable(scores, 1)[0]?.band).toBe(5);
    expect(new Set(scores.map((school) => school.band))).toEqual(new Set([1, 2, 3, 4, 5, null]));
  });

  it("reproduces CDC's rank of every tract of the state", () => {
    const comparison = compareWithCdc(readEquityFile(realDataDir, "svi_2018_ny_rank_check.csv"));
    expect(comparison.ranked).toBe(4821);
    expect(comparison.largestDifference).toBeLessThan(0.00005);
  });

  it("depends on double arithmetic: exact decimal sums tie more areas and move the means", () => {
    const exact = scoreSchools(readEquityFiles(realDataDir), "decimal");
    expect(boroughMeans(exact)).toEqual({ X: 0.7354, M: 0.5333, K: 0.4714, Q: 0.3229, R: 0.072 });
  });
});

describe("the independent score of the samples", () => {
  it("scores 51 of the 60 synthetic schools", () => {
    const scores = scoreSchools(readEquityFiles(path.join(repositoryRoot, "samples")));
    expect(scores).toHaveLength(60);
    expect(scores.filter((school) => school.score !== null)).toHaveLength(51);
  });
});
