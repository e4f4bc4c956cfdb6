import { setFlagsFromString } from "node:v8";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import type { Command } from "commander";

import { IngestError } from "../errors.ts";
import type { Compression } from "../landing/compression.ts";
import { summarizeLanding, type LandProgress, type LandReport } from "../landing/land-report.ts";
import { createLandingResources, landStream } from "../landing/land-stream.ts";
import type { SegmentLimits } from "../landing/partition-landing.ts";
import type { LogLevel } from "../observe/observation-options.ts";
import { openFileSource } from "../source/file-source.ts";
import type { Source } from "../source/source.ts";
import type { KafkaSecurity } from "../source/kafka/kafka-security.ts";
import type { StoreRetry } from "../store/patient-store.ts";
import { readKafkaSecurity, type KafkaSecurityFlags } from "./kafka-settings.ts";
import { defaultStorePatienceMs, landSettings } from "./land-settings.ts";
import { openFlaggedStore, type StoreFlags } from "./open-flagged-store.ts";
import { createProgressLine } from "./progress-line.ts";
import { defaultSettingsFile, resolveSettings } from "./settings.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const leftoversMs = 1000;

interface LandFlags extends KafkaSecurityFlags, StoreFlags {
  readonly config?: string;
  readonly from?: string;
  readonly brokers?: readonly string[];
  readonly group: string;
  readonly sessionTimeout?: number;
  readonly once?: boolean;
  readonly contracts: string;
  readonly maxSegmentBytes?: number;
  readonly maxSegmentRecords?: number;
  readonly maxSegmentAge?: number;
  readonly maxRecordBytes?: number;
  readonly memoryBudget?: number;
  readonly compression?: Compression;
  readonly storePatience?: number;
  readonly stopGrace?: number;
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly logLevel?: LogLevel;
  readonly json?: boolean;
}

/** Adds `headwater land`. */
export function registerLand(program: Command): void {
  const command = program
    .command("land")
    .description("land a stream's events as a chain of segments")
    .argument("<feeds...>", "names of stream feeds, for example climate_records")
    .option("--from <file>", "read a file with one JSON event a line, once")
    .option("--once", "come to the end that the topic has now, then leave")
    .option("--state <dir>", "state folder; objects go to its store/", ".headwater/samples")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--config <file>", `settings under "land:" (default: ${defaultSettingsFile}, if it is there)`)
    .option("--json", "print the report as JSON");
  for (const option of landSettings) command.addOption(option);
  command.action(async (names: string[]) => {
    await resolveSettings(command, landSettings, { path: command.opts<LandFlags>().config, section: "land" });
    // A file that is named on the command line goes before brokers that are not.
    const { brokers, ...flags } = command.opts<LandFlags>();
    const isWithBrokers = flags.from === undefined || command.getOptionValueSource("brokers") === "cli";
    const effective = isWithBrokers && brokers !== undefined ? { ...flags, brokers } : flags;
    await land(names, effective, program.version() ?? "unknown");
  });
}

async function land(names: readonly string[], flags: LandFlags, version: string): Promise<void> {
  // A record lives only until its line is written, so V8 would let the heap of young objects grow by 100 MB for nothing.
  setFlagsFromString("--semi-space-growth-factor=1");
  const feeds = await selectStreamFeeds(flags.contracts, names);
  checkFlags(feeds, flags);
  const security = await readKafkaSecurity(flags);
  const lines = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const store = await openFlaggedStore(flags, {
    patience: {
      patienceMs: flags.storePatience ?? defaultStorePatienceMs,
      onRetry: (retry) => lines.finish(describeRetry(retry)),
    },
  });
  const isOnce = flags.once === true || flags.from !== undefined;
  // Loaded only when needed, like the client of GCS.
  const { observeWorker } = await import("../observe/observe-worker.ts");
  const observation = await observeWorker({
    store,
    version,
    logLevel: flags.logLevel ?? (isOnce ? "silent" : "info"),
    metricsHost: flags.metricsHost,
    ...(flags.metricsPort === undefined ? {} : { metricsPort: flags.metricsPort }),
  });
  const resources = createLandingResources(flags.memoryBudget);
  const stop = stopOnSignal((signal) => lines.finish(`${signal}: writing what was read, then leaving`));
  const landings = feeds.map(async (feed) => {
    const report = await landStream({
      feed,
      source: await openSource(feed, flags, security),
      store,
      isOnce,
      limits: readLimits(flags),
      resources,
      signal: stop.signal,
      observer: observation.observe(feed.name),
      onProgress: (progress) => lines.show(describeProgress(progress)),
      onNotice: (notice) => lines.finish(notice),
      ...(flags.compression === undefined ? {} : { compression: flags.compression }),
      ...(flags.stopGrace === undefined ? {} : { stopGraceMs: flags.stopGrace }),
      ...(flags.maxRecordBytes === undefined ? {} : { maxRecordBytes: flags.maxRecordBytes }),
    });
    lines.finish(summarizeLanding(report));
    return report;
  });
  try {
    // Every feed comes to its own end: one that fails does not stop the others, but is told of at once.
    if (feeds.length > 1) {
      for (const [index, landing] of landings.entries())
        landing.catch((error: unknown) => lines.finish(`${feeds[index]?.name ?? ""}: ${describeEnd(error)}`));
    }
    const outcomes = await Promise.allSettled(landings);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    printReports(
      outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])),
      flags,
      isOnce,
    );
  } finally {
    stop.dispose();
    await observation.close();
    await store.close?.();
    // Requests that the store never answers must not hold up the end.
    if (stop.signal.aborted) setTimeout(() => process.exit(), leftoversMs).unref();
  }
}

function printReports(reports: readonly LandReport[], flags: LandFlags, isOnce: boolean): void {
  if (flags.json === true) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
  // A worker that is told to stop has done its job; a run that has an end did not come to it.
  if (isOnce && reports.some(({ isComplete }) => !isComplete)) process.exitCode = 2;
  for (const { feed, faults } of reports) {
    for (const { partition, code, message, hint } of faults) {
      process.exitCode = 2;
      process.stderr.write(`${feed}, partition ${partition}, was left alone. ${code}: ${message} ${hint}\n`);
    }
  }
}

async function selectStreamFeeds(
  contracts: string,
  names: readonly string[],
): Promise<readonly StreamFeed[]> {
  const feeds = await loadFeeds(contracts);
  return [...new Set(names)].map((name) => {
    const feed = findFeed(feeds, name);
    if (feed.kind === "stream") return feed;
    throw optionError(
      `${name} is a batch feed; it has no events.`,
      `Land its files with: headwater batch land ${name}`,
    );
  });
}

function checkFlags(feeds: readonly StreamFeed[], flags: LandFlags): void {
  if ((flags.from === undefined) === (flags.brokers === undefined)) {
    throw optionError(
      "headwater land reads either a file or Kafka.",
      "Give one of --from FILE and --brokers HOST:PORT.",
    );
  }
  if (flags.from !== undefined && feeds.length > 1) {
    throw optionError(
      `--from names one file for ${feeds.length} feeds.`,
      "Land one feed at a time from a file.",
    );
  }
}

async function openSource(
  feed: StreamFeed,
  flags: LandFlags,
  security: KafkaSecurity | undefined,
): Promise<Source> {
  if (flags.from !== undefined) return openFileSource(flags.from, feed);
  // Loaded only when needed, like the client of GCS.
  const { openKafkaSource } = await import("../source/kafka/kafka-source.ts");
  return openKafkaSource({
    feed,
    brokers: flags.brokers ?? [],
    groupId: `${flags.group}.${feed.name}`,
    security,
    ...(flags.sessionTimeout === undefined ? {} : { sessionTimeoutMs: flags.sessionTimeout }),
  });
}

function readLimits(flags: LandFlags): Partial<SegmentLimits> {
  return {
    ...(flags.maxSegmentBytes === undefined ? {} : { maxBytes: flags.maxSegmentBytes }),
    ...(flags.maxSegmentRecords === undefined ? {} : { maxRecords: flags.maxSegmentRecords }),
    ...(flags.maxSegmentAge === undefined ? {} : { maxAgeMs: flags.maxSegmentAge }),
  };
}

function describeRetry({ failures, delayMs, error }: StoreRetry): string {
  return `the store fails for the moment (${failures}); again in ${(delayMs / 1000).toFixed(1)} s. ${error.message}`;
}

function describeEnd(error: unknown): string {
  return error instanceof IngestError
    ? `ended. ${error.code}: ${error.message}`
    : "ended by an unexpected error";
}

function describeProgress({ feed, recordsRead, records, segments }: LandProgress): string {
  return `${feed}: ${recordsRead} records read, ${records} landed in ${segments} segments`;
}

function optionError(message: string, hint: string): IngestError {
  return new IngestError("INGEST_OPTION_INVALID", message, hint);
}
