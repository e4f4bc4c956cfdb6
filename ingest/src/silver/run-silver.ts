import { join, resolve } from "node:path";

import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { openDatabase } from "../load/open-database.ts";
import { repositoryRoot, runPython } from "../python/run-python.ts";
import { judgeAgain } from "./judge-again.ts";

/** What becomes of an event in Silver; every event of Bronze has exactly one. */
export const dispositions = ["current", "superseded", "duplicate", "quarantined", "deleted"] as const;
export type Disposition = (typeof dispositions)[number];

export interface SilverOptions {
  readonly feeds: readonly StreamFeed[];
  /** Path of the database with the Bronze tables; the Silver tables are written to it. */
  readonly database: string;
  /** How long to wait while another process holds the database. Default: 30 seconds. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** Called when a feed is done. */
  readonly onFeed?: (result: SilverResult) => void;
}

export interface SilverResult {
  readonly feed: string;
  /** How many events of Bronze have each disposition. */
  readonly events: Readonly<Record<Disposition, number>>;
}

/**
 * Runs the Silver transforms of databricks/src/silver on DuckDB. A feed's tables are replaced in one transaction and
 * depend on Bronze and the contract alone, so running again changes nothing. Events that broke their contract are
 * judged again first: one that was corrected since frees them. Throws SILVER_FAILED with what the transforms said.
 */
export async function runSilver(options: SilverOptions): Promise<readonly SilverResult[]> {
  const { feeds, database, waitMs = 30_000, signal, onFeed } = options;
  if (feeds.length === 0) return [];
  const results: SilverResult[] = [];
  await judgeAllAgain(options);
  signal?.throwIfAborted();
  const { exitCode, lastErrorLines } = await runPython({
    module: "silver.embedded",
    args: [
      `--database=${resolve(database)}`,
      `--wait-seconds=${waitMs / 1000}`,
      ...feeds.map(({ name }) => `--feed=${name}`),
    ],
    cwd: join(repositoryRoot, "databricks", "src"),
    ...(signal === undefined ? {} : { signal }),
    onLine: (line, stream) => {
      if (stream === "stderr") return;
      const result = readResult(line);
      results.push(result);
      onFeed?.(result);
    },
  });
  if (exitCode !== 0) throw failed(exitCode, lastErrorLines);
  return results;
}

/** The database is given back before the transforms open it in their own process. */
async function judgeAllAgain({ feeds, database: path, waitMs }: SilverOptions): Promise<void> {
  const database = await openDatabase({ path, ...(waitMs === undefined ? {} : { waitMs }) });
  try {
    for (const feed of feeds) await judgeAgain(database.connection, feed);
  } finally {
    database.close();
  }
}

/** Reads a line of silver.embedded; a disposition that no event has is left out there. */
function readResult(line: string): SilverResult {
  // Printed by databricks/src/silver/embedded.py and by nothing else.
  const { feed, events } = JSON.parse(line) as { feed: string; events: Partial<Record<Disposition, number>> };
  return {
    feed,
    events: { current: 0, superseded: 0, duplicate: 0, quarantined: 0, deleted: 0, ...events },
  };
}

function failed(exitCode: number, lines: readonly string[]): IngestError {
  const isKnown = exitCode === 2;
  return new IngestError(
    "SILVER_FAILED",
    isKnown ? lines.join("\n") : `the Silver transforms ended with ${exitCode}:\n${lines.join("\n")}`,
    isKnown
      ? "Nothing was changed in the feeds that are not done; run the command again afterwards."
      : "Nothing was changed in the feeds that are not done. This is a fault of a transform: report it with this text.",
  );
}
