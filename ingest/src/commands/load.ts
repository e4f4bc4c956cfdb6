import type { Command } from "commander";

import { openDuckDbLoader } from "../load/duckdb-loader.ts";
import { loadBronze, type FeedLoad } from "../load/load-bronze.ts";
import { openStore } from "../store/open-store.ts";
import { readDurationMs } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";
import { selectFeeds } from "./select-feeds.ts";

interface LoadFlags {
  readonly state: string;
  readonly store?: string;
  readonly gcsEndpoint?: string;
  readonly database?: string;
  readonly contracts: string;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds `headwater load`. */
export function registerLoad(program: Command): void {
  program
    .command("load")
    .description("load landed objects into Bronze; each object is loaded once")
    .argument("[feeds...]", "names of feeds (default: all)")
    .option("--state <dir>", "state folder with store/ and warehouse.duckdb", ".headwater/samples")
    .option("--store <place>", "store instead of the state folder's: a folder or gs://bucket/folder")
    .option("--gcs-endpoint <url>", "address of a GCS that is not Google's")
    .option("--database <file>", "database instead of the state folder's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--wait <time>", "how long to wait while another program holds the database", readDurationMs)
    .option("--json", "print the result as JSON")
    .action(async (names: string[], flags: LoadFlags) => await load(names, flags));
}

async function load(names: readonly string[], flags: LoadFlags): Promise<void> {
  const feeds = await selectFeeds(flags.contracts, names);
  const store = await openStore(
    flags.store ?? `${flags.state}/store`,
    flags.gcsEndpoint === undefined ? {} : { gcsEndpoint: flags.gcsEndpoint },
  );
  const progress = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const loader = await openDuckDbLoader({
    database: flags.database ?? `${flags.state}/warehouse.duckdb`,
    store,
    now: () => new Date(),
    ...(flags.wait === undefined ? {} : { waitMs: flags.wait }),
  });
  try {
    const onObject = (_feed: unknown, { object }: { readonly object: string }): void => progress.show(object);
    const done = await loadBronze({ feeds, store, loader, onObject });
    report(done, flags.json === true, (line) => progress.finish(line));
  } finally {
    await loader.close();
    await store.close?.();
  }
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
