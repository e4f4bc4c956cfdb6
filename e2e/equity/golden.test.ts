import { readFileSync } from "node:fs";
import { join } from "node:path";

import { openDatabase } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Finished, runHeadwater, temporaryFolder } from "../rig/headwater.ts";
import { hasRealData, realDataDir, realDataNote } from "../rig/real-data.ts";
import { mostVulnerable, scoreSchools, type SchoolScore } from "./independent-score.ts";

/** The pipeline's own result for one school, as the mart holds it. */
interface MartScore {
  readonly schoolId: string;
  readonly score: number | null;
  readonly band: number | null;
  readonly reason: string | null;
}

describe.skipIf(!hasRealData)(`the demo on the publishers' files${realDataNote}`, () => {
  const folder = temporaryFolder("golden");
  let finished: Finished;
  let marts: readonly MartScore[];
  let independent: readonly SchoolScore[];

  beforeAll(async () => {
    finished = await runHeadwater(["demo", "--data", realDataDir, "--state", folder.path]);
    marts = await query<MartScore>(
      `select school_id as "schoolId", equity_score::double as score, equity_band as band, missing_reason as reason
       from marts.fct_equity_scores order by all`,
    );
    const text = (file: string): string => readFileSync(join(realDataDir, "equity", file), "utf8");
    independent = scoreSchools({
      tracts: text("svi_2018_nyc_tract.csv"),
      schools: text("school_locations_2017_18.csv"),
      heat: text("hvi_nta2010.csv"),
      air: text("air_quality_nta2010.csv"),
    });
  });

  afterAll(() => folder[Symbol.dispose]());

  async function query<Row>(sql: string): Promise<readonly Row[]> {
    const database = await openDatabase({
      path: join(folder.path, "warehouse.duckdb"),
      isReadOnly: true,
    });
    try {
      // The query names the columns of Row.
      return (await database.connection.runAndReadAll(sql)).getRowObjectsJson() as unknown as readonly Row[];
    } finally {
      database.close();
    }
  }

  it("ends green, with nothing unexplained", () => {
    expect(finished.stderr).toBe("");
    expect(finished.exitCode).toBe(0);
    expect(finished.stdout).toContain("0 unexplained");
    expect(finished.stdout).toContain("1,804 schools scored");
  });

  it("scores 1,804 schools and gives a reason for each of the 19 others", () => {
    const unscored = marts.filter(({ score }) => score === null);
    expect([marts.length - unscored.length, unscored.length]).toEqual([1804, 19]);
    expect(unscored.filter(({ reason }) => reason === null)).toEqual([]);
    expect(marts.filter(({ score, reason }) => score !== null && reason !== null)).toEqual([]);
  });

  it("gives every school the score and the band of the independent computation", () => {
    const expected = independent
      .map(({ schoolId, score, band }) => ({ schoolId, score, band }))
      .toSorted((a, b) => (a.schoolId < b.schoolId ? -1 : 1));
    expect(marts.map(({ schoolId, score, band }) => ({ schoolId, score, band }))).toEqual(expected);
  });

  it("gives the golden borough means to four decimals", async () => {
    const means = await query<{ borough: string; mean: number }>(
      `select borough_name as borough, round(avg(equity_score), 4)::double as mean
       from marts.fct_equity_scores join marts.dim_borough using (borough_id) group by all order by mean desc`,
    );
    expect(means).toEqual([
      { borough: "Bronx", mean: 0.7355 },
      { borough: "Manhattan", mean: 0.5337 },
      { borough: "Brooklyn", mean: 0.4713 },
      { borough: "Queens", mean: 0.3227 },
      { borough: "Staten Island", mean: 0.0718 },
    ]);
  });

  it("orders the highest thirteen as the independent computation does", () => {
    const highest = marts
      .filter(({ score }) => score !== null)
      .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0) || (a.schoolId < b.schoolId ? -1 : 1));
    expect(highest.slice(0, 13).map(({ schoolId }) => schoolId)).toEqual(
      mostVulnerable(independent, 13).map(({ schoolId }) => schoolId),
    );
  });

  it("has the restated heat visits win over the yearly files", async () => {
    const [row] = await query<{ restated: number }>(
      `select count(*) filter (source = 'heat_ed_2017_2023_restated')::integer as restated
       from silver.climate_records where record_type = 'heat_ed_visits'`,
    );
    expect(row?.restated).toBe(1069);
  });
});
