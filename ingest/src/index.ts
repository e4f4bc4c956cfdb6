export {
  buckets,
  type AuditReport,
  type BatchAudit,
  type Bucket,
  type BucketCounts,
  type Finding,
  type FindingCode,
  type PartitionAccount,
  type SilverAccount,
  type StreamAudit,
} from "./audit/audit-report.ts";
export type { LiveTopic, OpenLiveTopic } from "./audit/live-topic.ts";
export { formatAudit } from "./audit/format-audit.ts";
export { runAudit, type AuditOptions } from "./audit/run-audit.ts";
export { landBatch, type LandBatchOptions, type LandedFile } from "./batch/land-batch.ts";
export type { PreparedRow } from "./batch/prepare-file.ts";
export { IngestError, type IngestErrorCode } from "./errors.ts";
export { fetchBatch, type FetchBatchOptions, type FetchedFile } from "./fetch/fetch-batch.ts";
export { compressions, type Compression } from "./landing/compression.ts";
export { encodeEnvelope, parseEnvelope, type Envelope, type HeaderText } from "./landing/envelope.ts";
export { gapReasons, type Gap, type GapReason } from "./landing/gap.ts";
export { summarizeLanding, type LandProgress, type LandReport } from "./landing/land-report.ts";
export { defaultSegmentLimits, landStream, type LandOptions } from "./landing/land-stream.ts";
export type { SegmentLimits } from "./landing/partition-landing.ts";
export { readEnvelopes, readSegment, type Segment } from "./landing/read-segment.ts";
export { listSegments } from "./landing/recover-chain.ts";
export {
  encodeSegmentMetadata,
  parseSegmentMetadata,
  type SegmentMetadata,
} from "./landing/segment-metadata.ts";
export {
  parseSegmentName,
  partitionOf,
  segmentName,
  segmentPrefix,
  type PartitionId,
  type SegmentId,
} from "./landing/segment-name.ts";
export { convertFeed } from "./produce/convert-feed.ts";
export { produceToKafka, type ProduceOptions } from "./produce/produce-to-kafka.ts";
export { writeEvents } from "./produce/write-events.ts";
export {
  duckDbLoader,
  openDuckDbLoader,
  type DuckDbLoaderOptions,
  type OpenDuckDbLoaderOptions,
} from "./load/duckdb-loader.ts";
export { landingUrl } from "./load/snowflake/landing-url.ts";
export { openSnowflakeLoader, openSnowpipeLoader } from "./load/snowflake/open-loaders.ts";
export type { SnowflakeLoaderOptions } from "./load/snowflake/snowflake-loader.ts";
export { readSnowflakeSettings, type SnowflakeSettings } from "./load/snowflake/snowflake-settings.ts";
export type { PipeBacklog, SnowpipeLoaderOptions } from "./load/snowflake/snowpipe-loader.ts";
export { loadBronze, type FeedLoad, type LoadOptions } from "./load/load-bronze.ts";
export { openDatabase, type Database, type OpenDatabaseOptions } from "./load/open-database.ts";
export type { LoadedObject, Loader } from "./load/loader.ts";
export { repositoryRoot, runPython, type PythonOptions, type PythonResult } from "./python/run-python.ts";
export {
  dispositions,
  runSilver,
  type Disposition,
  type SilverOptions,
  type SilverResult,
} from "./silver/run-silver.ts";
export { sampleFiles, samplesSeed, type SampleFile } from "./simulate/sample-files.ts";
export type { Conversion, ConversionProblem, StreamEvent } from "./simulate/stream-converter.ts";
export { openFileSource } from "./source/file-source.ts";
export { openKafkaSource, type KafkaSourceOptions } from "./source/kafka/kafka-source.ts";
export type { Source, SourceBatch } from "./source/source.ts";
export type { RecordHeader, SourceRecord } from "./source/source-record.ts";
export { crc32cBase64 } from "./store/crc32c.ts";
export { openLocalStore } from "./store/local-store.ts";
export { openStore } from "./store/open-store.ts";
export type {
  ListedObject,
  ObjectFacts,
  ObjectMetadata,
  ObjectStore,
  StoredObject,
} from "./store/object-store.ts";
