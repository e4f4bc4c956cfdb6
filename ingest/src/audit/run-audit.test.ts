import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { landBatch } from "../batch/land-batch.ts";
import { repositoryRoot } from "../python/run-python.ts";
import { openLocalStore } from "../store/local-store.ts";
import {
  audit,
  batchFeed,
  change,
  climateEvent,
  forgeLines,
  inFolder,
  land,
  loadAndRefine,
  makeWarehouse,
  removeWarehouse,
  type TestWarehouse,
} from "../testing/climate-warehouse.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import { formatAudit } from "./format-audit.ts";

const first = "climate_records/climate_records/1/0/00000000000000000000.ndjson.gz";
const middle = "climate_records/climate_records/1/0/00000000000000000003.ndjson.gz";
const last = "climate_records/climate_records/1/0/00000000000000000006.ndjson.gz";
const parks = "parks/batch/parks/000001.ndjson.gz";

let template: TestWarehouse;
let warehouse: TestWarehouse;

/** Eight offsets in three segments, one of each fate, and three other offsets in two more partitions. */
beforeAll(async () => {
  template = makeWarehouse();
  const partition = listedPartition([
    climateEvent("2024-07-01"),
    climateEvent("2024-07-01", { max_temperature_f: 92 }),
    climateEvent("2024-07-01", { max_temperature_f: 92 }),
    "no JSON",
    climateEvent("2024-07-02", { max_temperature_f: 1.7 }),
    climateEvent("2024-07-03"),
    null,
  ]);
  const withGap = { ...partition, next: 8, gaps: [{ from: 7, to: 7, reason: "control" as const }] };
  const other = listedPartition([climateEvent("2024-07-04")], "b");
  const expired = { records: [], gaps: [{ from: 0, to: 1, reason: "expired" as const }], next: 2 };
  await land(template, listedSource([withGap, other, expired], 3), 3);
  mkdirSync(join(template.folder, "tests"));
  writeFileSync(join(template.folder, "tests/parks.csv"), "Park Id,NAME,TREES\np1,North,5\np2,South,many\n");
  await landBatch({
    feeds: [batchFeed],
    fromDir: template.folder,
    store: openLocalStore(template.storeFolder),
    now: () => new Date("2024-08-01T00:00:00Z"),
  });
  await loadAndRefine(template);
}, 60_000);
afterAll(() => removeWarehouse(template));

beforeEach(() => {
  warehouse = inFolder(mkdtempSync(join(tmpdir(), "headwater-audit-")));
  cpSync(template.folder, warehouse.folder, { recursive: true });
});
afterEach(() => removeWarehouse(warehouse));

/** Every finding as one line. */
async function findings(): Promise<readonly string[]> {
  const report = await audit(warehouse);
  return report.findings.map(({ code, place, message }) => `${code} ${place}: ${message}`);
}

describe("an intact warehouse", () => {
  it("has each offset in one bucket and each event in one disposition", async () => {
    const report = await audit(warehouse);
    expect(report.findings).toEqual([]);
    expect(report.streams[0]).toMatchObject({
      counts: { landed: 6, violating: 1, dead: 1, control: 1, expired: 2, aborted: 0, inFlight: 0 },
      bronzeRows: 7,
      silver: {
        events: { current: 3, superseded: 1, duplicate: 1, quarantined: 1, deleted: 1 },
        rows: 3,
        quarantineRows: 1,
      },
    });
    expect(report.batches).toEqual([{ feed: "parks", objects: 1, rows: 2, bronzeRows: 2 }]);
  });

  it("can be judged up to Bronze, or up to what is landed without a database", async () => {
    const loaded = await audit(warehouse, { until: "load" });
    expect(loaded).toMatchObject({ findings: [], streams: [{ bronzeRows: 7, silver: undefined }] });
    rmSync(warehouse.database);
    const landed = await audit(warehouse, { until: "land" });
    expect(landed).toMatchObject({
      findings: [],
      streams: [{ bronzeRows: undefined, silver: undefined, counts: { landed: 6, violating: 1 } }],
      batches: [{ rows: 2, bronzeRows: undefined }],
    });
    expect(formatAudit(landed)).not.toContain("Bronze");
    rmSync(join(warehouse.storeFolder, middle), { recursive: true });
    expect((await audit(warehouse, { until: "land" })).findings.map(({ code }) => code)).toEqual([
      "chain-gap",
    ]);
  });

  it("is printed as tables", async () => {
    expect(formatAudit(await audit(warehouse))).toContain(
      "  climate_records/1/0        8       5          1     1        1        0          0        0          0            0       6",
    );
  });
});

describe("the audit names what is missing in the store", () => {
  it("a line of a segment", async () => {
    forgeLines(warehouse, first, (lines) => lines.filter((_, at) => at !== 1));
    expect(await findings()).toEqual(
      expect.arrayContaining([
        `offset-unexplained ${first}: offsets 1 have no line, no dead letter and no reason to be missing`,
        `object-differs ${first}: its metadata says records 3, found 2`,
        `bronze-surplus ${first}: offsets 1 are in bronze.climate_records, and were not landed`,
      ]),
    );
  });

  it("a line of a segment whose store notices it", async () => {
    writeFileSync(join(warehouse.storeFolder, first, "body"), "cut");
    const [only, ...others] = await findings();
    expect(others).toEqual([]);
    expect(only).toContain(`object-unreadable ${first}: offsets 0-2 cannot be accounted for`);
  });

  it("a whole segment in the middle", async () => {
    rmSync(join(warehouse.storeFolder, middle), { recursive: true });
    expect(await findings()).toEqual([
      `chain-gap climate_records/1/0 offsets 3-5: no segment answers for them; the next one is ${last}`,
      `bronze-surplus ${middle}: offsets 4-5 are in bronze.climate_records, and the store has no such object`,
    ]);
  });

  it("the last segment of a chain", async () => {
    rmSync(join(warehouse.storeFolder, last), { recursive: true });
    expect(await findings()).toEqual([
      `bronze-surplus ${last}: offsets 6 are in bronze.climate_records, and the store has no such object`,
    ]);
  });

  it("the dead letters of a segment", async () => {
    rmSync(join(warehouse.storeFolder, "climate_records/_dead"), { recursive: true });
    const [deadLetters, unexplained] = await findings();
    expect(deadLetters).toContain(`dead-letters-missing ${middle}: its dead letters cannot be read`);
    expect(unexplained).toContain(`offset-unexplained ${middle}: offsets 3 have no line`);
  });

  it("a dead letter", async () => {
    const folder = "climate_records/_dead";
    const [name] = readdirSync(join(warehouse.storeFolder, folder));
    forgeLines(warehouse, `${folder}/${name}`, () => []);
    expect(await findings()).toContain(`object-differs ${middle}: its metadata says dead 1, found 0`);
  });

  it("a cell of a batch file that was changed", async () => {
    forgeLines(warehouse, parks, (lines) => lines.map((line) => line.replace('"5"', '"6"')));
    expect((await findings())[0]).toContain(`object-differs ${parks}: its metadata says preparedSha256`);
  });
});

describe("the audit names what is missing in the warehouse", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "a row of Bronze",
      "delete from bronze.climate_records where _partition = 0 and _offset = 2",
      `bronze-missing ${first}: offsets 2 are landed, and not in bronze.climate_records`,
    ],
    [
      "a row of Bronze that is there twice",
      "insert into bronze.climate_records from bronze.climate_records where _partition = 0 and _offset = 0",
      `bronze-surplus ${first}: offsets 0 are in bronze.climate_records more than once`,
    ],
    [
      "a row of a batch file",
      "delete from bronze.parks where _row = 2",
      `bronze-missing ${parks}: rows 2 are landed, and not in bronze.parks`,
    ],
    [
      "a row of the load ledger",
      `delete from bronze.load_ledger where object = '${middle}'`,
      `ledger-missing ${middle}: its rows are in Bronze and the ledger does not say so: it would be loaded again`,
    ],
    [
      "an object that was never loaded",
      `delete from bronze.load_ledger where object = '${parks}'; delete from bronze.parks`,
      `bronze-missing ${parks}: its rows 1-2 are not loaded: run \`headwater load parks\``,
    ],
    [
      "the errors of an event",
      "update bronze.climate_records set errors = null",
      `bronze-differs ${middle}: 1 of its lines break the contract, in bronze.climate_records 0 do`,
    ],
    [
      "a row of Silver",
      "delete from silver.climate_records where _partition = 1",
      "silver-missing climate_records/1/1 offsets 0: once among the current events, never in silver.climate_records",
    ],
    [
      "a row of the quarantine",
      "delete from silver.climate_records_quarantine",
      "silver-missing climate_records/1/0 offsets 4: once among the quarantined events, never in silver.climate_records_quarantine",
    ],
    [
      "rows of Silver's ledger",
      "delete from silver.climate_records_ledger where _partition = 0 and _offset < 2",
      "silver-missing climate_records/1/0 offsets 0-1: once among the events of Bronze, never in silver.climate_records_ledger",
    ],
    [
      "a disposition that there is not",
      "update silver.climate_records_ledger set disposition = 'lost' where disposition = 'duplicate'",
      "silver-surplus silver.climate_records_ledger: 1 events have the disposition lost, which there is not",
    ],
  ];
  it.each(cases)("%s", async (_, statement, finding) => {
    await change(warehouse, statement);
    expect(await findings()).toContain(finding);
  });
});

describe("the audit does not judge", () => {
  it("without the tables of Silver", async () => {
    await change(warehouse, "drop schema silver cascade");
    await expect(audit(warehouse)).rejects.toMatchObject({
      code: "AUDIT_NOT_LOADED",
      hint: "Run `headwater silver climate_records` first.",
    });
  });

  it("when nothing has landed", async () => {
    rmSync(warehouse.storeFolder, { recursive: true });
    await change(
      warehouse,
      "delete from bronze.climate_records; delete from bronze.parks; delete from bronze.load_ledger",
      "delete from silver.climate_records; delete from silver.climate_records_ledger",
      "delete from silver.climate_records_quarantine",
    );
    await expect(audit(warehouse)).rejects.toMatchObject({ code: "AUDIT_NOT_LOADED" });
  });
});

describe("headwater audit", { timeout: 60_000 }, () => {
  function run(...words: string[]): { readonly exitCode: number | null; readonly output: string } {
    const command = join(repositoryRoot, "cli/src/headwater.ts");
    const done = spawnSync(process.execPath, [command, "audit", "--state", warehouse.folder, ...words], {
      cwd: repositoryRoot,
      encoding: "utf8",
    });
    return { exitCode: done.status, output: done.stdout + done.stderr };
  }

  it("ends with 0 when everything is explained, with 1 and the place when not, with 2 when it cannot judge", async () => {
    expect(run("climate_records")).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("Everything is explained."),
    });
    await change(warehouse, "delete from silver.climate_records where _partition = 1");
    const found = run("climate_records", "--json");
    expect(found.exitCode).toBe(1);
    expect(JSON.parse(found.output)).toMatchObject({
      findings: [{ code: "silver-missing", place: "climate_records/1/1 offsets 0" }],
    });
    expect(run("climate_records", "--database", join(warehouse.folder, "none.duckdb")).exitCode).toBe(2);
  });
});
