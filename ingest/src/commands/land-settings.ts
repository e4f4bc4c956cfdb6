import { InvalidArgumentError, type Option } from "commander";

import { compressions } from "../landing/compression.ts";
import { defaultSegmentLimits, defaultStopGraceMs } from "../landing/land-stream.ts";
import { defaultMemoryBudgetBytes, minMemoryBudgetBytes } from "../landing/memory-budget.ts";
import { defaultMaxRecordBytes } from "../landing/prepare-payload.ts";
import { defaultMetricsHost, logLevels } from "../observe/observation-options.ts";
import { defaultSessionTimeoutMs } from "../source/kafka/membership.ts";
import { kafkaSecuritySettings } from "./kafka-settings.ts";
import { gcsEndpointOption, storeOption } from "./open-flagged-store.ts";
import { readBrokers, readCount, readDurationMs, readPort, readSizeBytes } from "./option-values.ts";
import { setting } from "./settings.ts";

/** Long enough for any passing trouble of a store, and short enough for a person to hear of the rest. */
export const defaultStorePatienceMs = 15 * 60_000;

/** What may also stand in the environment and in headwater.yml, for a worker that runs for long. */
export const landSettings: readonly Option[] = [
  setting("--brokers <host:port,...>", "read the feed's topic from Kafka", readBrokers),
  setting("--group <name>", "consumer group; each feed's group is <name>.<feed>").default("headwater"),
  setting(
    "--session-timeout <time>",
    `after this long without a sign of life, others take over (default: ${inSeconds(defaultSessionTimeoutMs)})`,
    readDurationMs,
  ),
  ...[storeOption(), gcsEndpointOption()].map(({ flags, description }) => setting(flags, description)),
  setting(
    "--max-segment-bytes <size>",
    `end a segment at this size before compression (default: ${inMiB(defaultSegmentLimits.maxBytes)})`,
    readSizeBytes,
  ),
  setting(
    "--max-segment-records <count>",
    `end a segment at this many records (default: ${defaultSegmentLimits.maxRecords})`,
    readCount,
  ),
  setting(
    "--max-segment-age <time>",
    `end a segment after this time (default: ${inSeconds(defaultSegmentLimits.maxAgeMs)})`,
    readDurationMs,
  ),
  setting(
    "--max-record-bytes <size>",
    `a larger payload becomes a dead letter (default: ${inMiB(defaultMaxRecordBytes)})`,
    readSizeBytes,
  ),
  setting(
    "--memory-budget <size>",
    `hold at most this much between the brokers and the store (default: ${inMiB(defaultMemoryBudgetBytes)})`,
    readMemoryBudget,
  ),
  setting(
    "--compression <name>",
    "of the segments of an epoch that is not begun yet (default: gzip)",
  ).choices(compressions),
  setting(
    "--store-patience <time>",
    `repeat for this long what the store fails to do (default: ${inSeconds(defaultStorePatienceMs)})`,
    readDurationMs,
  ),
  setting(
    "--stop-grace <time>",
    `write for this long after SIGTERM, then leave (default: ${inSeconds(defaultStopGraceMs)})`,
    readDurationMs,
  ),
  setting("--metrics-port <port>", "serve /metrics, /healthz and /readyz here", readPort),
  setting("--metrics-host <address>", "address of the metrics' port").default(defaultMetricsHost),
  setting(
    "--log-level <level>",
    "log lines on standard error (default: info, and silent with --once or --from)",
  ).choices(logLevels),
  ...kafkaSecuritySettings(),
];

function readMemoryBudget(text: string): number {
  const bytes = readSizeBytes(text);
  if (bytes >= minMemoryBudgetBytes) return bytes;
  throw new InvalidArgumentError(`Give at least ${minMemoryBudgetBytes / 1024 ** 2}MiB.`);
}

function inMiB(sizeBytes: number): string {
  return `${sizeBytes / 1024 ** 2}MiB`;
}

function inSeconds(timeMs: number): string {
  return `${timeMs / 1000}s`;
}
