import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { Option, type Command } from "commander";

import { IngestError } from "../errors.ts";
import { summarizeLanding, type LandProgress, type LandReport } from "../landing/land-report.ts";
import { landStream } from "../landing/land-stream.ts";
import type { SegmentLimits } from "../landing/partition-landing.ts";
import { defaultMetricsHost, logLevels, type LogLevel } from "../observe/observation-options.ts";
import { openFileSource } from "../source/file-source.ts";
import type { Source } from "../source/source.ts";
import { openStore } from "../store/open-store.ts";
import { readBrokers, readCount, readDurationMs, readPort, readSizeBytes } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";

interface LandFlags {
  readonly from?: string;
  readonly brokers?: readonly string[];
  readonly group: string;
  readonly sessionTimeout?: number;
  readonly once?: boolean;
  readonly state: string;
  readonly store?: string;
  readonly gcsEndpoint?: string;
  readonly contracts: string;
  readonly maxSegmentBytes?: number;
  readonly maxSegmentRecords?: number;
  readonly maxSegmentAge?: number;
  readonly maxRecordBytes?: number;
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly logLevel?: LogLevel;
  readonly json?: boolean;
}

/** Adds `headwater land`. */
export function registerLand(program: Command): void {
  program
    .command("land")
    .description("land a stream's events as a chain of segments")
    .argument("<feeds...>", "names of stream feeds, for example climate_records")
    .option("--from <file>", "read a file with one JSON event a line, once")
    .option("--brokers <host:port,...>", "read the feed's topic from Kafka", readBrokers)
    .option("--group <name>", "consumer group; each feed's group is <name>.<feed>", "headwater")
    .option(
      "--session-timeout <time>",
      "after this long without a sign of life, others take over",
      readDurationMs,
    )
    .option("--once", "come to the end that the topic has now, then leave")
    .option("--state <dir>", "state folder; objects go to its store/", ".headwater/samples")
    .option("--store <place>", "store instead of the state folder's: a folder or gs://bucket/folder")
    .option("--gcs-endpoint <url>", "address of a GCS that is not Google's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .option("--max-segment-bytes <size>", "end a segment at this size before compression", readSizeBytes)
    .option("--max-segment-records <count>", "end a segment at this many records", readCount)
    .option("--max-segment-age <time>", "end a segment after this time", readDurationMs)
    .option("--max-record-bytes <size>", "a larger payload becomes a dead letter", readSizeBytes)
    .option("--metrics-port <port>", "serve /metrics, /healthz and /readyz here", readPort)
    .option("--metrics-host <address>", "address of the metrics' port", defaultMetricsHost)
    .addOption(
      new Option(
        "--log-level <level>",
        "log lines on standard error (default: info, and silent with --once or --from)",
      ).choices(logLevels),
    )
    .option("--json", "print the report as JSON")
    .action(
      async (names: string[], flags: LandFlags) => await land(names, flags, program.version() ?? "unknown"),
    );
}

async function land(names: readonly string[], flags: LandFlags, version: string): Promise<void> {
  const feeds = await selectStreamFeeds(flags.contracts, names);
  checkFlags(feeds, flags);
  const store = await openStore(
    flags.store ?? `${flags.state}/store`,
    flags.gcsEndpoint === undefined ? {} : { gcsEndpoint: flags.gcsEndpoint },
  );
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
  const lines = createProgressLine(flags.json === true ? process.stderr : process.stdout);
  const stop = stopOnSignal((signal) => lines.finish(`${signal}: writing what was read, then leaving`));
  const landings = feeds.map(async (feed) => {
    const report = await landStream({
      feed,
      source: await openSource(feed, flags),
      store,
      isOnce,
      limits: readLimits(flags),
      signal: stop.signal,
      observer: observation.observe(feed.name),
      onProgress: (progress) => lines.show(describeProgress(progress)),
      ...(flags.maxRecordBytes === undefined ? {} : { maxRecordBytes: flags.maxRecordBytes }),
    });
    lines.finish(summarizeLanding(report));
    return report;
  });
  try {
    // Every feed comes to its own end: one that fails does not stop the others.
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
  }
}

function printReports(reports: readonly LandReport[], flags: LandFlags, isOnce: boolean): void {
  if (flags.json === true) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
  // A worker that is told to stop has done its job; a run that has an end did not come to it.
  if (isOnce && reports.some(({ isComplete }) => !isComplete)) process.exitCode = 2;
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

async function openSource(feed: StreamFeed, flags: LandFlags): Promise<Source> {
  if (flags.from !== undefined) return openFileSource(flags.from, feed);
  // Loaded only when needed, like the client of GCS.
  const { openKafkaSource } = await import("../source/kafka/kafka-source.ts");
  return openKafkaSource({
    feed,
    brokers: flags.brokers ?? [],
    groupId: `${flags.group}.${feed.name}`,
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

/** The first SIGINT or SIGTERM asks for a tidy end, a second one ends at once, as if nobody listened. */
function stopOnSignal(onStop: (signal: string) => void): {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
} {
  const controller = new AbortController();
  const dispose = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  const stop = (signal: string): void => {
    dispose();
    controller.abort();
    onStop(signal);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: controller.signal, dispose };
}

function describeProgress({ feed, recordsRead, records, segments }: LandProgress): string {
  return `${feed}: ${recordsRead} records read, ${records} landed in ${segments} segments`;
}

function optionError(message: string, hint: string): IngestError {
  return new IngestError("INGEST_OPTION_INVALID", message, hint);
}
