import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { Option, type Command } from "commander";

import { IngestError } from "../errors.ts";
import { readReplayBounds, type ReplayBounds } from "../replay/replay-bounds.ts";
import { formatReplayRange, replayFeed, type ReplayReport } from "../replay/replay-feed.ts";
import { gcsEndpointOption, openFlaggedStore, storeOption, type StoreFlags } from "./open-flagged-store.ts";
import { openLoader, warehouses, type Warehouse } from "./open-loader.ts";
import { readCount, readDurationMs, readPartitions } from "./option-values.ts";

interface ReplayFlags extends StoreFlags {
  readonly from: string;
  readonly to?: string;
  readonly partition?: readonly number[];
  readonly epoch?: number;
  readonly dryRun?: boolean;
  readonly into: Warehouse;
  readonly database?: string;
  readonly contracts: string;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds `headwater replay`. */
export function registerReplay(program: Command): void {
  program
    .command("replay")
    .description("load a part of a landed stream into Bronze again, in one transaction")
    .argument("<feed>", "name of a stream feed, for example climate_records")
    .requiredOption("--from <offset|time>", "first offset, or earliest time of a record in ISO 8601")
    .option("--to <offset|time>", "last offset, or the time before which records lie (default: the end)")
    .option("--partition <numbers>", "partitions, separated by commas (default: all)", readPartitions)
    .option("--epoch <number>", "life of the topic (default: the present one in feed.yml)", readCount)
    .option("--dry-run", "only say what would be loaded again")
    .addOption(new Option("--into <warehouse>", "whose Bronze").choices(warehouses).default("duckdb"))
    .option("--state <dir>", "state folder with store/ and warehouse.duckdb", ".headwater/samples")
    .addOption(storeOption())
    .addOption(gcsEndpointOption())
    .option("--database <file>", "DuckDB file instead of the state folder's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--wait <time>", "how long to wait while another program holds the DuckDB file", readDurationMs)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nWhole segments are loaded, so the range may be widened; the result says to what. See docs/replay.md.",
    )
    .action(async (name: string, flags: ReplayFlags) => await replay(name, flags));
}

async function replay(name: string, flags: ReplayFlags): Promise<void> {
  const bounds = readReplayBounds(flags.from, flags.to);
  const feed = await requireStream(flags.contracts, name);
  requirePartition(feed, bounds, flags);
  const store = await openFlaggedStore(flags);
  try {
    const loader = flags.dryRun === true ? undefined : await openLoader({ ...flags, to: flags.into }, store);
    try {
      const { partition: partitions, epoch } = flags;
      const report = await replayFeed({ feed, store, loader, bounds, partitions, epoch });
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : describeReplay(report),
      );
    } finally {
      await loader?.close();
    }
  } finally {
    await store.close?.();
  }
}

async function requireStream(contracts: string, name: string): Promise<StreamFeed> {
  const feed = findFeed(await loadFeeds(contracts), name);
  if (feed.kind === "stream") return feed;
  throw new IngestError(
    "INGEST_OPTION_INVALID",
    `${name} is a batch feed; it has no offsets.`,
    `Every landed version of its files stays in Bronze; load what is missing with: headwater load ${name}`,
  );
}

/** An offset says something in one partition only. */
function requirePartition(feed: StreamFeed, bounds: ReplayBounds, { partition }: ReplayFlags): void {
  if (bounds.kind === "times" || feed.partitions === 1 || partition?.length === 1) return;
  throw new IngestError(
    "INGEST_OPTION_INVALID",
    `${feed.name} has ${feed.partitions} partitions, and each counts its own offsets.`,
    "Name one by --partition, or give times.",
  );
}

function describeReplay({ feed, ranges, segments, rows, deleted }: ReplayReport): string {
  const loaded = `${rows} rows of ${segments} ${segments === 1 ? "segment" : "segments"}`;
  const done =
    deleted === undefined
      ? `${feed}: ${loaded} would be loaded again, nothing was changed`
      : `${feed}: ${deleted} rows deleted, ${loaded} loaded again`;
  return `${[done, ...ranges.map((range) => `  ${formatReplayRange(range)}`)].join("\n")}\n`;
}
