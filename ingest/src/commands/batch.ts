import { setTimeout as wait } from "node:timers/promises";
import { loadFeeds } from "@headwater/contracts";
import { Option, type Command } from "commander";
import { landBatch, type LandedFile } from "../batch/land-batch.ts";
import { fetchBatch, type FetchedFile } from "../fetch/fetch-batch.ts";
import type { FetchProgress } from "../fetch/request-file.ts";
import { gcsEndpointOption, openFlaggedStore, storeOption, type StoreFlags } from "./open-flagged-store.ts";
import { readCount, readDurationMs } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";
import { readExpectedChecksums, selectBatchFeeds } from "./select-batch-feeds.ts";

interface LandFlags extends StoreFlags {
  readonly from: string;
  readonly contracts: string;
  readonly json?: boolean;
}

interface FetchFlags {
  readonly to: string;
  readonly contracts: string;
  readonly sha256?: readonly string[];
  readonly timeout: number;
  readonly attempts: number;
  readonly json?: boolean;
}

/** Adds `headwater batch land` and `headwater batch fetch`. */
export function registerBatch(program: Command): void {
  const batch = program.command("batch").description("fetch and land batch files");
  batch
    .command("land")
    .description("land publishers' files from a folder; a file that is already landed is left alone")
    .argument("[feeds...]", "names of batch feeds (default: all)")
    .requiredOption("--from <dir>", "folder with the files, for example samples")
    .option("--state <dir>", "state folder; objects go to its store/", ".headwater/samples")
    .addOption(storeOption())
    .addOption(gcsEndpointOption())
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--json", "print the result as JSON")
    .action(async (names: string[], flags: LandFlags) => await land(names, flags));
  batch
    .command("fetch")
    .description("download the files of batch feeds from their publishers, going on where a download was cut")
    .argument("[feeds...]", "names of batch feeds (default: all)")
    .requiredOption("--to <dir>", "folder to put the files into")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--sha256 <path=checksum...>", "checksum that a publisher's file must have")
    .addOption(
      new Option("--timeout <time>", "give up a connection on which nothing arrives for so long")
        .argParser(readDurationMs)
        .default(60_000, "1m"),
    )
    .option("--attempts <count>", "requests for one file before it counts as failed", readCount, 5)
    .option("--json", "print the result as JSON")
    .action(async (names: string[], flags: FetchFlags) => await fetchFiles(names, flags));
}

async function land(names: readonly string[], flags: LandFlags): Promise<void> {
  const feeds = selectBatchFeeds(await loadFeeds(flags.contracts), names);
  const progress = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const store = await openFlaggedStore(flags);
  try {
    const results = await landBatch({
      feeds,
      fromDir: flags.from,
      store,
      now: () => new Date(),
      onFile: (file) => progress.finish(describeLanded(file)),
    });
    report(results, flags.json === true);
  } finally {
    await store.close?.();
  }
}

async function fetchFiles(names: readonly string[], flags: FetchFlags): Promise<void> {
  const feeds = selectBatchFeeds(await loadFeeds(flags.contracts), names);
  const progress = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const results = await fetchBatch({
    feeds,
    toDir: flags.to,
    expectedSha256: readExpectedChecksums(feeds, flags.sha256 ?? []),
    idleTimeoutMs: flags.timeout,
    maxAttempts: flags.attempts,
    wait: async (durationMs) => await wait(durationMs),
    now: () => new Date(),
    onProgress: (path, state) => progress.show(`${path}: ${describeProgress(state)}`),
    onFile: (file) => progress.finish(describeFetched(file)),
  });
  report(results, flags.json === true);
}

/** Prints the whole result for machines, and sets exit code 2 when a file failed. */
function report(results: readonly (LandedFile | FetchedFile)[], isJson: boolean): void {
  if (isJson) {
    const plain = results.map((result) =>
      result.outcome === "failed"
        ? Object.assign({}, result, {
            error: { code: result.error.code, message: result.error.message, hint: result.error.hint },
          })
        : result,
    );
    console.log(JSON.stringify(plain, undefined, 2));
  }
  const failedCount = results.filter((result) => result.outcome === "failed").length;
  if (failedCount === 0) return;
  console.error(`${failedCount} of ${results.length} files failed.`);
  process.exitCode = 2;
}

function describeLanded(file: LandedFile): string {
  if (file.outcome === "failed") return describeFailure(file);
  const remarks = [
    file.rowsWithErrors > 0 ? `${file.rowsWithErrors} with errors` : "",
    file.rowsWithRepeatedKey > 0 ? `${file.rowsWithRepeatedKey} with a key that stands there twice` : "",
  ].filter((remark) => remark !== "");
  const rows = `${file.rows} rows${remarks.length > 0 ? ` (${remarks.join(", ")})` : ""}`;
  return `${file.feed}: ${file.path} ${file.outcome} as version ${file.version}, ${rows}`;
}

function describeFetched(file: FetchedFile): string {
  if (file.outcome === "failed") return describeFailure(file);
  return `${file.feed}: ${file.path} ${file.outcome}, ${file.sizeBytes} bytes, SHA-256 ${file.sha256}`;
}

function describeFailure({ feed, path, error }: Extract<LandedFile, { outcome: "failed" }>): string {
  return `${feed}: ${path} failed\n  ${error.code}: ${error.message}\n  ${error.hint}`;
}

function describeProgress({ receivedBytes, totalBytes }: FetchProgress): string {
  if (totalBytes === undefined) return `${receivedBytes} bytes`;
  return `${Math.floor((100 * receivedBytes) / totalBytes)} % of ${totalBytes} bytes`;
}
