import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const prefix = "headwater_";

const mebibyte = 1024 ** 2;
const sizeBucketsBytes = [1, 4, 16, 64, 256, 1024].map((kibibytes) => kibibytes * 1024);
const largeBucketsBytes = [4, 16, 64].map((mebibytes) => mebibytes * mebibyte);
const ageBucketsSeconds = [1, 5, 15, 30, 60, 90, 120, 300, 600, 1800];
const uploadBucketsSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The metrics of one process, in a registry of its own: nothing is shared with other users of prom-client. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Makes every metric that Headwater exposes; those of the process itself come with `measureProcess`. */
export function createMetrics(version: string) {
  const register = new Registry();
  const registers = [register];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: prefix + name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: prefix + name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: prefix + name, help, labelNames: ["feed"], buckets, registers });

  gauge("build_info", "1, with the version as a label.", ["version", "node_version"]).set(
    { version, node_version: process.version },
    1,
  );
  return {
    register,
    recordsRead: counter("records_read_total", "Records that came from the stream.", ["feed"]),
    recordsLanded: counter("records_landed_total", "Lines in segments that this worker created.", ["feed"]),
    violatingRecords: counter("violating_records_total", "Landed records that break their contract.", [
      "feed",
    ]),
    deadLetters: counter("dead_letters_total", "Records that no line of JSON can hold, by reason.", [
      "feed",
      "reason",
    ]),
    gapOffsets: counter("gap_offsets_total", "Offsets without a record, by reason.", ["feed", "reason"]),
    segmentBytes: histogram("segment_size_bytes", "Size of created segments, compressed.", [
      ...sizeBucketsBytes,
      ...largeBucketsBytes,
    ]),
    rawBytes: counter("landed_bytes_total", "Size of landed lines before compression.", ["feed"]),
    segmentAge: histogram(
      "segment_age_seconds",
      "From the first read of a segment's records until it was in the store.",
      ageBucketsSeconds,
    ),
    uploadDuration: histogram(
      "upload_duration_seconds",
      "How long the store took to create a segment.",
      uploadBucketsSeconds,
    ),
    preconditionFailures: counter(
      "precondition_failures_total",
      "Segments (HTTP 412 on GCS) whose place another worker had taken.",
      ["feed"],
    ),
    failures: counter("failures_total", "Runs of a feed that ended with an error, by its code.", [
      "feed",
      "code",
    ]),
    lag: gauge("consumer_lag_offsets", "Offsets between the store and the stream's end.", [
      "feed",
      "partition",
    ]),
    openBytes: gauge("open_bytes", "Bytes of lines that are read and not stored.", ["feed", "partition"]),
    oldestOpenAge: gauge("oldest_open_record_age_seconds", "Since the oldest unstored record was read.", [
      "feed",
      "partition",
    ]),
    assignedPartitions: gauge("assigned_partitions", "Partitions that this worker owns.", ["feed"]),
    pausedPartitions: gauge(
      "paused_partitions",
      "Partitions that are not read for now, as too much of them waits for the store.",
      ["feed"],
    ),
    quarantinedPartitions: gauge(
      "quarantined_partitions",
      "Partitions that are left alone because of a fault, while the others go on.",
      ["feed"],
    ),
    lastTurn: gauge("last_turn_timestamp_seconds", "When the reading loop last came round.", ["feed"]),
    snowpipeBacklogFiles: gauge("snowpipe_backlog_files", "Files that a pipe was given and has not loaded.", [
      "feed",
    ]),
    snowpipeBacklogBytes: gauge("snowpipe_backlog_bytes", "Size of these files.", ["feed"]),
  };
}

/** Adds what Node and the kernel tell about this process: memory, CPU, the event loop's delay. */
export function measureProcess(register: Registry): void {
  collectDefaultMetrics({ register, prefix });
}
