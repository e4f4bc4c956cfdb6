import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";

import { runAudit, type AuditOptions } from "../audit/run-audit.ts";
import type { AuditReport } from "../audit/audit-report.ts";
import type { LandReport } from "../landing/land-report.ts";
import { landStream } from "../landing/land-stream.ts";
import { openDuckDbLoader } from "../load/duckdb-loader.ts";
import { loadBronze } from "../load/load-bronze.ts";
import { openDatabase } from "../load/open-database.ts";
import { repositoryRoot } from "../python/run-python.ts";
import { runSilver } from "../silver/run-silver.ts";
import type { Source } from "../source/source.ts";
import { crc32cBase64 } from "../store/crc32c.ts";
import { openLocalStore } from "../store/local-store.ts";
import { madeUpFeed } from "./made-up-feed.ts";

/** A folder with a store and a warehouse, for tests of the whole way from landing to Silver. */
export interface TestWarehouse {
  readonly folder: string;
  readonly database: string;
  readonly storeFolder: string;
}

export const batchFeed = madeUpFeed();

/** The stream of the equity feed, as its contract says. */
export async function climateFeed(): Promise<StreamFeed> {
  const feed = findFeed(await loadFeeds(join(repositoryRoot, "contracts")), "climate_records");
  if (feed.kind !== "stream") throw new TypeError("climate_records is not a stream");
  return feed;
}

/** An event of climate_records that keeps its contract, with changes. */
export function climateEvent(day: string, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    record_id: `weather_observation:station:${day}`,
    record_type: "weather_observation",
    source: "daily",
    area: "nyc",
    observed_at: `${day}T00:00:00Z`,
    published_at: `${day}T12:00:00Z`,
    wind_speed_mph: 4.5,
    precipitation_in: null,
    snowfall_in: 0,
    snow_depth_in: 0,
    max_temperature_f: 91,
    min_temperature_f: 70,
    heat_ed_visits: null,
    ...changes,
  });
}

export function makeWarehouse(): TestWarehouse {
  const folder = mkdtempSync(join(tmpdir(), "headwater-warehouse-"));
  return inFolder(folder);
}

export function inFolder(folder: string): TestWarehouse {
  return { folder, database: join(folder, "warehouse.duckdb"), storeFolder: join(folder, "store") };
}

export function removeWarehouse({ folder }: TestWarehouse): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Lands a source in segments of at most `maxRecords`, by the feed's contract or by another one. */
export async function land(
  { storeFolder }: TestWarehouse,
  source: Source,
  maxRecords = 1000,
  feed?: StreamFeed,
): Promise<LandReport> {
  return await landStream({
    feed: feed ?? (await climateFeed()),
    source,
    store: openLocalStore(storeFolder),
    isOnce: true,
    limits: { maxRecords },
  });
}

/** Loads everything into Bronze, and runs Silver. */
export async function loadAndRefine(warehouse: TestWarehouse): Promise<void> {
  const { database, storeFolder } = warehouse;
  const store = openLocalStore(storeFolder);
  const feed = await climateFeed();
  const loader = await openDuckDbLoader({ database, store, now: () => new Date("2024-09-01T00:00:00Z") });
  try {
    await loadBronze({ feeds: [feed, batchFeed], store, loader });
  } finally {
    await loader.close();
  }
  await runSilver({ feeds: [feed], database });
}

/** Runs the audit on the stream and the batch feed. */
export async function audit(
  { database, storeFolder }: TestWarehouse,
  options: Partial<AuditOptions> = {},
): Promise<AuditReport> {
  const feeds = [await climateFeed(), batchFeed];
  return await runAudit({ feeds, store: openLocalStore(storeFolder), database, ...options });
}

/** Runs statements on the warehouse. */
export async function change({ database: path }: TestWarehouse, ...statements: string[]): Promise<void> {
  const database = await openDatabase({ path });
  try {
    for (const statement of statements) await database.connection.run(statement);
  } finally {
    database.close();
  }
}

/** The rows of a query as plain objects. */
export async function query(
  { database: path }: TestWarehouse,
  text: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const database = await openDatabase({ path, isReadOnly: true });
  try {
    return (await database.connection.runAndReadAll(text)).getRowObjectsJson();
  } finally {
    database.close();
  }
}

/**
 * Changes the lines of an object behind Headwater's back, so well that the store itself does not notice: its
 * checksum and its size are those of the new body.
 */
export function forgeLines(
  { storeFolder }: TestWarehouse,
  name: string,
  changeLines: (lines: readonly string[]) => readonly string[],
): void {
  const folder = join(storeFolder, name);
  if (!existsSync(folder)) throw new Error(`there is no object ${name}`);
  const lines = gunzipSync(readFileSync(join(folder, "body")))
    .toString("utf8")
    .split("\n")
    .slice(0, -1);
  const body = gzipSync(
    changeLines(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
  // Written by the local store.
  const facts = JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8")) as object;
  writeFileSync(join(folder, "body"), body);
  writeFileSync(
    join(folder, "metadata.json"),
    JSON.stringify({ ...facts, sizeBytes: body.byteLength, crc32c: crc32cBase64(body) }),
  );
}
