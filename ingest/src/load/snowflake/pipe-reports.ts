import { setTimeout as wait } from "node:timers/promises";

import type { FileReport, SnowpipeClient } from "./snowpipe-client.ts";

/** Files that a pipe was told of. */
export interface PipeWaiting {
  readonly pipe: string;
  /** Paths without a final report; emptied as the reports come. */
  readonly pending: Set<string>;
  /** No report that matters is older. */
  readonly since: Date;
  /** Some of the files were submitted before, so that their report may be older than the recent ones. */
  readonly wasSkipped: boolean;
}

export interface WaitOptions {
  readonly client: SnowpipeClient;
  readonly now: () => Date;
  readonly waitMs?: number;
  readonly pollMs?: number;
}

/** Final reports that came together. */
export interface SettledReports {
  readonly loaded: readonly string[];
  readonly refused: readonly FileReport[];
}

const defaultWaitMs = 10 * 60_000;
const defaultPollMs = 5000;
/** The recent report keeps ten minutes; the scan behind it is rate-limited. */
const scanEveryMs = 60_000;

/**
 * Gives the pipe's final reports as they come, until there is one for every file, or none came for `waitMs`. Recent
 * reports are read again and again; the history only where one can have been missed.
 */
export async function* awaitReports(
  { client, now, waitMs = defaultWaitMs, pollMs = defaultPollMs }: WaitOptions,
  { pipe, pending, since, wasSkipped }: PipeWaiting,
): AsyncGenerator<SettledReports> {
  let mark: string | undefined;
  let isScanDue = wasSkipped;
  let scannedAtMs = Number.NEGATIVE_INFINITY;
  let progressAtMs = now().getTime();
  while (pending.size > 0) {
    const report = await client.insertReport(pipe, mark);
    mark = report.nextMark ?? mark;
    isScanDue ||= !report.isComplete;
    const files = [...report.files];
    const nowMs = now().getTime();
    if (isScanDue && nowMs - scannedAtMs >= scanEveryMs) {
      files.push(...(await client.loadHistoryScan(pipe, since)));
      scannedAtMs = nowMs;
      // A skipped file may still be in the queue, and its report is then a recent one.
      isScanDue = false;
    }
    const settled = settle(pending, files);
    if (settled.loaded.length + settled.refused.length > 0) {
      progressAtMs = nowMs;
      yield settled;
    } else if (nowMs - progressAtMs >= waitMs) {
      return;
    } else {
      await wait(pollMs);
    }
  }
}

/** Takes the files with a final report out of `pending`. A report can come twice. */
function settle(pending: Set<string>, files: readonly FileReport[]): SettledReports {
  const loaded: string[] = [];
  const refused: FileReport[] = [];
  for (const file of files) {
    if (file.status === "LOAD_IN_PROGRESS" || !pending.delete(file.path)) continue;
    if (file.status === "LOADED") loaded.push(file.path);
    else refused.push(file);
  }
  return { loaded, refused };
}
