import { expect, it } from "vitest";

import { type DemoReport, formatReport } from "./report.ts";

const counts = {
  landed: 1458,
  violating: 1,
  dead: 3,
  control: 2,
  aborted: 0,
  compacted: 0,
  expired: 0,
  inFlight: 0,
};
const events = { current: 1300, superseded: 150, duplicate: 8, quarantined: 1, deleted: 0 };

const report: DemoReport = {
  input: "synthetic samples",
  audit: {
    streams: [
      {
        feed: "climate_records",
        partitions: [],
        counts,
        bronzeRows: 1459,
        silver: { events, rows: 1300, quarantineRows: 1 },
      },
    ],
    batches: [
      { feed: "air_quality", objects: 1, rows: 25, bronzeRows: 25 },
      { feed: "heat_ed_visits", objects: 6, rows: 1200, bronzeRows: 1200 },
    ],
    findings: [],
  },
  dbt: { models: 20, testsPassed: 120, testsFailed: 0, testsWarned: 1 },
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
      climate_records: 1,464 offsets = 1,458 landed + 1 violating + 3 dead + 2 control
      Bronze 1,459 = 1,300 current + 150 superseded + 8 duplicate + 1 quarantined + 0 deleted in Silver

    Where every batch row went
      air_quality     1 file       25 rows =      25 in Bronze
      heat_ed_visits  6 files   1,200 rows =   1,200 in Bronze

    dbt
      20 models, seeds and snapshots; 120 tests passed, 0 failed, 1 warned

    Audit
      0 unexplained

    The ten most vulnerable schools (synthetic samples)
      DBN     school  borough        score   band
      07X001  P.S. 1  Bronx          1.0000  5
      55 schools scored, 2 without a score:
             2  tract has no rank
      The score describes the area around a building, not its pupils. Many schools tie.
      Equal weights of the three parts are a choice, and the years of the sources differ.

    What to open next
      npm run dbt -- build
    "
  `);
});

it("lists what the audit could not explain", () => {
  const finding = {
    code: "bronze-missing",
    feed: "climate_records",
    place: "partition 0",
    message: "offset 7 is missing",
  } as const;
  const text = formatReport({ ...report, audit: { ...report.audit, findings: [finding] } });
  expect(text).toContain("1 unexplained:\n  partition 0: offset 7 is missing");
});
