import { expect, it } from "vitest";

import { type DemoReport, formatReport } from "./report.ts";

const report: DemoReport = {
  input: "samples/, synthetic",
  stream: {
    feed: "climate_records",
    events: 1462,
    landed: 1458,
    violating: 1,
    dead: 3,
    gaps: 2,
    bronze: 1459,
    current: 1300,
    superseded: 150,
    duplicate: 8,
    quarantined: 1,
    deleted: 0,
  },
  batch: [
    { feed: "air_quality", files: 1, rows: 25, bronze: 25 },
    { feed: "heat_ed_visits", files: 6, rows: 1200, bronze: 1200 },
  ],
  dbt: { models: 20, testsPassed: 120, testsFailed: 0, testsWarned: 1 },
  unexplained: [],
  scores: {
    scored: 55,
    unscored: [{ reason: "tract has no rank", schools: 2 }],
    highest: [{ dbn: "07X001", name: "P.S. 1", borough: "Bronx", score: 1, band: 5 }],
  },
  nextSteps: ["npm run dbt -- build"],
};

it("tells where every record went, the tests, the audit, the schools with their limits, and the next step", () => {
  expect(formatReport(report)).toMatchInlineSnapshot(`
    "Where every event went
      climate_records: 1,462 events = 1,458 landed + 1 violating + 3 dead, and 2 offsets without a record
      Bronze 1,459 = 1,300 current + 150 superseded + 8 duplicate + 1 quarantined + 0 deleted in Silver

    Where every batch row went
      air_quality     1 file       25 rows =      25 in Bronze
      heat_ed_visits  6 files   1,200 rows =   1,200 in Bronze

    dbt
      20 models, seeds and snapshots; 120 tests passed, 0 failed, 1 warned

    Audit
      0 unexplained

    The ten most vulnerable schools (samples/, synthetic)
      DBN     school  borough        score   band
      07X001  P.S. 1  Bronx          1.0000  5
      55 schools scored; without a score: 2 tract has no rank
      The score describes the area around a building, not its pupils. Many schools tie.
      Equal weights of the three parts are a choice, and the years of the sources differ.

    What to open next
      npm run dbt -- build
    "
  `);
});

it("lists what the audit could not explain", () => {
  const text = formatReport({ ...report, unexplained: ["bronze: offset 7 of partition 0 is missing"] });
  expect(text).toContain("1 unexplained:\n  bronze: offset 7 of partition 0 is missing");
});
