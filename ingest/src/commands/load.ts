import { Option, type Command } from "commander";

import { loadBronze, type FeedLoad } from "../load/load-bronze.ts";
import { defaultMetricsHost } from "../observe/observation-options.ts";
import type { LoadingObservation } from "../observe/observe-loading.ts";
import { gcsEndpointOption, openFlaggedStore, storeOption, type StoreFlags } from "./open-flagged-store.ts";
import { openLoader, warehouses, type Warehouse } from "./open-loader.ts";
import { readDurationMs, readPort } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";
import { selectFeeds } from "./select-feeds.ts";

interface LoadFlags extends StoreFlags {
  readonly to: Warehouse;
  readonly database?: string;
  readonly contracts: string;
  readonly wait?: number;
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly json?: boolean;
}

/** Adds `headwater load`. */
export function registerLoad(program: Command): void {
  program
    .command("load")
    .description("load landed objects into Bronze; each object is loaded once")
    .argument("[feeds...]", "names of feeds (default: all)")
    .addOption(new Option("--to <warehouse>", "where to load").choices(warehouses).default("duckdb"))
    .option("--state <dir>", "state folder with store/ and warehouse.duckdb", ".headwater/samples")
    .addOption(storeOption())
    .addOption(gcsEndpointOption())
    .option("--database <file>", "DuckDB file instead of the state folder's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option(
      "--wait <time>",
      "how long to wait while another program holds the DuckDB file, or a pipe loads nothing",
      readDurationMs,
    )
    .option(
      "--metrics-port <port>",
      "serve /metrics here while it runs: what a pipe has not loaded",
      readPort,
    )
    .option("--metrics-host <address>", "address of the metrics' port", defaultMetricsHost)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Snowflake and Snowpipe log in with a key pair, all from the environment: SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER,
SNOWFLAKE_PRIVATE_KEY_PATH, and where needed SNOWFLAKE_PRIVATE_KEY_PASSPHRASE, SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE,
SNOWFLAKE_DATABASE. They load from a bucket: --store gs://bucket/prefix. See docs/loading.md.`,
    )
    .action(
      async (names: string[], flags: LoadFlags) => await load(names, flags, program.version() ?? "unknown"),
    );
}

async function load(names: readonly string[], flags: LoadFlags, version: string): Promise<void> {
  const feeds = await selectFeeds(flags.contracts, names);
  const store = await openFlaggedStore(flags);
  const progress = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const observation = await observe(flags, version);
  const loader = await openLoader(flags, store, observation?.onBacklog);
  try {
    const onObject = (_feed: unknown, { object }: { readonly object: string }): void => progress.show(object);
    const done = await loadBronze({ feeds, store, loader, onObject });
    report(done, flags.json === true, (line) => progress.finish(line));
  } finally {
    await loader.close();
    await observation?.close();
    await store.close?.();
  }
}

async function observe(
  { metricsPort, metricsHost }: LoadFlags,
  version: string,
): Promise<LoadingObservation | undefined> {
  if (metricsPort === undefined) return undefined;
  // Loaded only when needed, as most runs have nobody who asks.
  const { observeLoading } = await import("../observe/observe-loading.ts");
  return await observeLoading({ version, metricsPort, metricsHost });
}

/** Prints the result, and sets exit code 2 when an object could not be loaded. */
function report(done: readonly FeedLoad[], isJson: boolean, print: (line: string) => void): void {
  if (isJson) process.stdout.write(`${JSON.stringify(done.map(toPlain), undefined, 2)}\n`);
  else for (const feed of done) print(describeLoad(feed));
  const failed = done.flatMap((feed) => feed.failed);
  if (failed.length === 0) return;
  for (const { error } of failed) process.stderr.write(`${error.code}: ${error.message}\n  ${error.hint}\n`);
  process.exitCode = 2;
}

function describeLoad({ feed, loaded, rows, known, failed }: FeedLoad): string {
  const left = failed.length === 0 ? "" : `, ${failed.length} could not be loaded`;
  return `${feed}: ${rows} rows of ${loaded} new objects, ${known} objects were loaded before${left}`;
}

function toPlain(done: FeedLoad): unknown {
  const failed = done.failed.map(({ object, error }) => ({
    object,
    code: error.code,
    message: error.message,
    hint: error.hint,
  }));
  return { ...done, failed };
}
