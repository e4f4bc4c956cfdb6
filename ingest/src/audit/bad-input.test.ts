import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { LandReport } from "../landing/land-report.ts";
import { openFileSource } from "../source/file-source.ts";
import { partitionForKey } from "../source/partition-for-key.ts";
import {
  audit,
  climateEvent,
  climateFeed,
  land,
  loadAndRefine,
  makeWarehouse,
  query,
  removeWarehouse,
  type TestWarehouse,
} from "../testing/climate-warehouse.ts";
import { listedSource } from "../testing/listed-source.ts";
import type { AuditReport } from "./audit-report.ts";

const keyOf = (day: string): string => `weather_observation:station:${day}`;
const nested = `${'{"a":'.repeat(100)}1${"}".repeat(100)}`;
const notUtf8 = Buffer.from(climateEvent("2024-07-04").replace("nyc", "?"), "latin1");
notUtf8[notUtf8.indexOf("?")] = 0xff;

/** Events that come no further than the dead letters, as the file's lines, by the reason that landing gives. */
const deadLines = {
  not_json: climateEvent("2024-07-02").slice(0, 60),
  lone_surrogate: climateEvent("2024-07-03", { area: "\ud800" }),
  not_utf8: notUtf8,
};

/** Events that land and are quarantined: what is wrong, the day, the line, and what the quarantine says. */
const quarantinedCases: readonly (readonly [string, string, string, { field: string; reason: string }])[] = [
  [
    "a wrong type",
    "2024-07-05",
    climateEvent("2024-07-05", { max_temperature_f: "hot" }),
    { field: "max_temperature_f", reason: 'expected integer or null, found "hot"' },
  ],
  [
    "1.7 where an integer belongs",
    "2024-07-06",
    climateEvent("2024-07-06", { max_temperature_f: 1.7 }),
    { field: "max_temperature_f", reason: "expected integer or null, found 1.7" },
  ],
  [
    "a name that stands twice",
    "2024-07-07",
    climateEvent("2024-07-07").replace('"area":"nyc"', '"area":"nyc","area":"elsewhere"'),
    { field: "area", reason: expect.stringMatching(/twice|repeated|once/) },
  ],
  [
    "a missing required field",
    "2024-07-08",
    climateEvent("2024-07-08", { area: undefined }),
    { field: "area", reason: "is required but missing" },
  ],
  [
    "a number that no engine can hold",
    "2024-07-09",
    climateEvent("2024-07-09").replace("4.5", "1e400"),
    { field: "wind_speed_mph", reason: expect.stringContaining("number") },
  ],
  [
    "nesting that engines read differently",
    "2024-07-10",
    climateEvent("2024-07-10").replace("}", `,"more":${nested}}`),
    { field: "", reason: expect.stringContaining("nested") },
  ],
  [
    "a time without an offset",
    "2024-07-11",
    climateEvent("2024-07-11", { observed_at: "2024-07-11T00:00:00" }),
    { field: "observed_at", reason: expect.stringContaining("expected a timestamp") },
  ],
];

const goodLines = [
  climateEvent("2024-08-01"),
  climateEvent("2024-08-02", { not_in_the_contract: { a: 1 } }),
  climateEvent("2024-08-03", { observed_at: "2024-08-02T20:00:00-04:00", max_temperature_f: 90.0 }),
  climateEvent("2024-08-04", { max_temperature_f: 80 }),
  climateEvent("2024-08-04", { max_temperature_f: 81 }),
  climateEvent("2024-08-04", { max_temperature_f: 81 }),
  climateEvent("2024-08-05", { published_at: "2024-12-01T00:00:00Z" }),
];
const deletedDay = "2024-08-01";

let warehouse: TestWarehouse;
let landed: LandReport;
let report: AuditReport;

beforeAll(async () => {
  warehouse = makeWarehouse();
  const file = join(warehouse.folder, "events.ndjson");
  const lines = [...goodLines, ...quarantinedCases.map(([, , line]) => line), ...Object.values(deadLines)];
  writeFileSync(file, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")])));
  const feed = await climateFeed();
  landed = await land(warehouse, openFileSource(file, feed), 4);
  await landTombstone(deletedDay, feed.partitions);
  await loadAndRefine(warehouse);
  report = await audit(warehouse);
}, 60_000);
afterAll(() => removeWarehouse(warehouse));

/** Lands a tombstone for a day behind the events of the file, which cannot hold one. */
async function landTombstone(day: string, partitions: number): Promise<void> {
  const key = Buffer.from(keyOf(day));
  const target = partitionForKey(key, partitions);
  const ends = landed.partitions.map(({ partition, next }) => {
    if (partition !== target) return { records: [], next };
    const timestampMs = Date.UTC(2024, 8, 1);
    return { records: [{ offset: next, timestampMs, key, value: null, headers: [] }], next: next + 1 };
  });
  await land(warehouse, listedSource(ends));
}

async function silverRows(day: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return await query(
    warehouse,
    `select max_temperature_f, observed_at::varchar as observed_at, is_late
    from silver.climate_records where record_id = '${keyOf(day)}'`,
  );
}

describe("bad input", () => {
  it("adds up from the source to Silver", () => {
    expect(report.findings).toEqual([]);
    const [stream] = report.streams;
    const eventCount = goodLines.length + quarantinedCases.length + 1;
    expect(stream?.counts).toMatchObject({
      landed: goodLines.length + 1,
      violating: quarantinedCases.length,
      dead: 3,
    });
    expect(stream?.bronzeRows).toBe(eventCount);
    expect(stream?.silver?.events).toEqual({
      current: 4,
      superseded: 2,
      duplicate: 1,
      quarantined: quarantinedCases.length,
      deleted: 1,
    });
  });

  it("becomes a dead letter with its reason when no line can hold it", () => {
    expect(landed.deadReasons).toEqual({ not_json: 1, lone_surrogate: 1, not_utf8: 1 });
  });

  it.each(quarantinedCases)("is quarantined with field and reason: %s", async (_, day, line, reason) => {
    const rows = await query(
      warehouse,
      `select payload, reasons::varchar as reasons from silver.climate_records_quarantine
      where _key = '${keyOf(day)}'`,
    );
    expect(rows.map((row) => row["payload"])).toEqual([line]);
    expect(JSON.parse(String(rows[0]?.["reasons"]))).toContainEqual(reason);
    expect(await silverRows(day)).toEqual([]);
  });

  it("passes when it is a field that the contract does not name, and is counted", async () => {
    expect(landed.unknownFields).toMatchObject({ not_in_the_contract: 1 });
    expect(await silverRows("2024-08-02")).toHaveLength(1);
  });

  it("deletes its key when it is a tombstone", async () => {
    expect(await silverRows(deletedDay)).toEqual([]);
  });
});

describe("good input beside it", () => {
  it("comes out in UTC, whatever offset it had", async () => {
    expect(await silverRows("2024-08-03")).toMatchObject([
      { observed_at: "2024-08-03 00:00:00+00", max_temperature_f: 90 },
    ]);
  });

  it("is restated by the later event", async () => {
    expect(await silverRows("2024-08-04")).toMatchObject([{ max_temperature_f: 81 }]);
  });

  it("is late when it was recorded after the time that the contract allows", async () => {
    expect(await silverRows("2024-08-04")).toMatchObject([{ is_late: false }]);
    expect(await silverRows("2024-08-05")).toMatchObject([{ is_late: true }]);
  });
});
