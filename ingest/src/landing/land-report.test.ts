import { expect, it } from "vitest";

import { noCounts, summarizeLanding, type LandReport } from "./land-report.ts";

const report: LandReport = {
  ...noCounts,
  feed: "readings",
  source: "events.ndjson",
  store: "store",
  partitions: [
    { partition: 0, from: 0, next: 70 },
    { partition: 1, from: 0, next: 45 },
  ],
  faults: [],
  isComplete: true,
};

it("says that there was nothing new", () => {
  expect(summarizeLanding(report)).toBe("readings: nothing new. Next position by partition: 0:70 1:45");
});

it("says everything that somebody may have to look at", () => {
  const busy: LandReport = {
    ...report,
    records: 100,
    segments: 4,
    violating: 2,
    dead: 3,
    deadReasons: { not_json: 2, too_large: 1 },
    gapCounts: { control: 5, expired: 7 },
    unknownFields: { colour: 9 },
    lostRaces: 1,
  };
  expect(summarizeLanding(busy)).toBe(
    "readings: landed 100 records in 4 segments; 2 of them break their contract; " +
      "3 dead letters (not_json 2, too_large 1); offsets without a record: 5 control, 7 expired; " +
      "fields that the contract does not name: colour 9; 1 segments were written by another worker. " +
      "Next position by partition: 0:70 1:45",
  );
});

it("says that a worker owns nothing", () => {
  expect(summarizeLanding({ ...report, partitions: [] })).toContain("none assigned");
});
