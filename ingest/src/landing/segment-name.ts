import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { extensionOf, type Compression } from "./compression.ts";

/** One partition of one life of a topic: offsets are unique and ascending inside it. */
export interface PartitionId {
  readonly feed: string;
  readonly topic: string;
  /** Counts the lives of the topic: raised in feed.yml when it is created anew. */
  readonly epoch: number;
  readonly partition: number;
}

export interface SegmentId extends PartitionId {
  /** The first offset that the segment answers for: the previous segment's covered end + 1, or 0. */
  readonly position: number;
}

const positionDigits = 20;
const nameShape = /^([^/]+)\/([^/]+)\/(\d+)\/(\d+)\/(\d{20})\.ndjson\.(gz|zst)$/;

/** The partition of a feed's topic. */
export function partitionOf(
  feed: Pick<StreamFeed, "name" | "topic" | "epoch">,
  partition: number,
): PartitionId {
  return { feed: feed.name, topic: feed.topic, epoch: feed.epoch, partition };
}

/** Where all segments of one partition lie; ends with a slash. */
export function segmentPrefix({ feed, topic, epoch, partition }: PartitionId): string {
  return `${feed}/${topic}/${epoch}/${partition}/`;
}

/**
 * The object name of a segment. Nothing in it depends on a clock or on who writes it: the compression is the one that
 * all writers of the epoch follow, see `followChain`.
 */
export function segmentName(id: SegmentId, compression: Compression = "gzip"): string {
  return `${segmentStem(id)}.ndjson.${extensionOf[compression]}`;
}

/** A segment's name without its ending. */
export function segmentStem(id: SegmentId): string {
  return `${segmentPrefix(id)}${String(id.position).padStart(positionDigits, "0")}`;
}

/** Reads a segment's object name, or gives undefined for the name of something else. */
export function parseSegmentName(name: string): SegmentId | undefined {
  const [, feed, topic, epoch, partition, position] = nameShape.exec(name) ?? [];
  if (feed === undefined || topic === undefined) return undefined;
  return { feed, topic, epoch: Number(epoch), partition: Number(partition), position: Number(position) };
}

/** The object name of what all workers of an epoch must agree on, see `followChain`. */
export function chainFactsName({ feed, topic, epoch }: Omit<PartitionId, "partition">): string {
  return `${feed}/${topic}/${epoch}/_chain.json`;
}

/** Reads the object name of a segment. Throws INGEST_SEGMENT_NAME_INVALID for the name of something else. */
export function requireSegmentName(name: string): SegmentId {
  const id = parseSegmentName(name);
  if (id) return id;
  throw new IngestError(
    "INGEST_SEGMENT_NAME_INVALID",
    `${name} is not the name of a segment.`,
    "Keep other objects out of the store; segments are named feed/topic/epoch/partition/position.ndjson.gz or .zst.",
  );
}

/** The object name of what a segment keeps aside: dead letters, or gaps too many for its metadata. */
export function sideObjectName(feed: string, kind: "dead" | "gaps", unique: string): string {
  return `${feed}/_${kind}/${unique}.ndjson.gz`;
}
