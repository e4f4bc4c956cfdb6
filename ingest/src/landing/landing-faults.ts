import type { StreamFeed } from "@headwater/contracts";

import { IngestError, type IngestErrorCode } from "../errors.ts";
import type { Source } from "../source/source.ts";
import type { PartitionLanding } from "./partition-landing.ts";
import type { RecoveredChain } from "./recover-chain.ts";
import { partitionOf, segmentPrefix } from "./segment-name.ts";

/** Faults of one partition's log or chain, which say nothing about the others. */
const faultsOfOnePartition: ReadonlySet<IngestErrorCode> = new Set([
  "INGEST_CHAIN_BROKEN",
  "INGEST_OFFSET_GAP",
  "INGEST_RECORDS_CORRUPT",
  "INGEST_SEGMENT_METADATA_INVALID",
  "INGEST_SEGMENT_NAME_INVALID",
  "STORE_OBJECT_CORRUPT",
  "STORE_OBJECT_MISSING",
]);

/**
 * Whether the other partitions can go on. A log that does not fit what was landed counts as one partition's fault only
 * if the topic is known to be the same one: then its broker has lost records.
 */
export function isFaultOfOnePartition(error: unknown, isSameTopic: boolean): error is IngestError {
  if (!(error instanceof IngestError)) return false;
  return faultsOfOnePartition.has(error.code) || (error.code === "INGEST_STREAM_RECREATED" && isSameTopic);
}

/** Throws if a chain is that of another topic, or is missing although the group has landed before. */
export function checkChain(
  feed: StreamFeed,
  partition: number,
  recovered: RecoveredChain,
  topicId: string | undefined,
  committed: number,
  source: Source,
  storeLocation: string,
): void {
  if (recovered.topicId !== undefined && topicId !== undefined && recovered.topicId !== topicId) {
    throw new IngestError(
      "INGEST_STREAM_RECREATED",
      `${source.description} is not the topic that was landed in epoch ${feed.epoch}: ` +
        `expected the topic id ${recovered.topicId}, found ${topicId}.`,
      "If the topic was created anew, raise `epoch` in the feed's feed.yml. If it is another cluster, name another --store.",
    );
  }
  if (recovered.position > 0 || committed === 0) return;
  throw new IngestError(
    "INGEST_CHAIN_MISSING",
    `The consumer group says that ${source.description}, partition ${partition}, is landed up to offset ${committed}, ` +
      `but there is no segment under ${segmentPrefix(partitionOf(feed, partition))} in ${storeLocation}.`,
    "Check --store. To land everything into a new store on purpose, name another --group.",
  );
}

/** The topic has another number of partitions than the contract says. */
export function partitionsChanged(feed: StreamFeed, source: Source, found: number): IngestError {
  return new IngestError(
    "INGEST_PARTITIONS_CHANGED",
    `${source.description} has ${found} partitions, the contract of ${feed.name} says ${feed.partitions}.`,
    "A key's events move when partitions are added: set `partitions` in feed.yml, and raise `epoch` with it.",
  );
}

/** The source passes over offsets without a word about them. */
export function offsetGap(source: Source, { id, expected }: PartitionLanding, found: number): IngestError {
  return new IngestError(
    "INGEST_OFFSET_GAP",
    `${source.description}, partition ${id.partition}, continues at offset ${found}, expected ${expected}.`,
    "Nothing was landed beyond the gap. Run it again; if it happens again, run `headwater audit`.",
  );
}
