import type { Command } from "commander";

import { dispositions, runSilver, type SilverResult } from "../silver/run-silver.ts";
import { readDurationMs } from "./option-values.ts";
import { selectStreams } from "./select-feeds.ts";

interface SilverFlags {
  readonly state: string;
  readonly database?: string;
  readonly contracts: string;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds `headwater silver`. */
export function registerSilver(program: Command): void {
  program
    .command("silver")
    .description("type, deduplicate and quarantine the events of Bronze, on DuckDB")
    .argument("[feeds...]", "names of stream feeds (default: all)")
    .option("--state <dir>", "state folder with warehouse.duckdb", ".headwater/samples")
    .option("--database <file>", "database instead of the state folder's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--wait <time>", "how long to wait while another program holds the database", readDurationMs)
    .option("--json", "print the result as JSON")
    .action(async (names: string[], flags: SilverFlags) => await silver(names, flags));
}

async function silver(names: readonly string[], flags: SilverFlags): Promise<void> {
  const results = await runSilver({
    feeds: await selectStreams(flags.contracts, names),
    database: flags.database ?? `${flags.state}/warehouse.duckdb`,
    ...(flags.wait === undefined ? {} : { waitMs: flags.wait }),
    onFeed: (result) => {
      if (flags.json !== true) process.stdout.write(`${describe(result)}\n`);
    },
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
}

function describe({ feed, events }: SilverResult): string {
  return `${feed}: ${dispositions.map((disposition) => `${events[disposition]} ${disposition}`).join(", ")}`;
}
