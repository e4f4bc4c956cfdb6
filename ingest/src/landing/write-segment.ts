import { IngestError } from "../errors.ts";
import { crc32cBase64 } from "../store/crc32c.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { compress, type Compression } from "./compression.ts";
import { describeContent } from "./describe-segment.ts";
import type { SegmentContent } from "./pending-segment.ts";
import { encodeSegmentMetadata, parseSegmentMetadata, type SegmentMetadata } from "./segment-metadata.ts";
import { segmentName, sideObjectName, type PartitionId } from "./segment-name.ts";

const lineFeed = Buffer.from("\n");

/** Who writes, and when. */
export interface WriterContext {
  /** Unique for each run of a worker. */
  readonly writer: string;
  readonly topicId: string | undefined;
  /** How segments are compressed; what lies aside is gzip. */
  readonly compression?: Compression;
  readonly now: () => number;
  readonly newId: () => string;
}

/** How an attempt ended: the segment is ours, or another writer answers for everything below `winnerNext`. */
export type WriteOutcome =
  | {
      readonly outcome: "created";
      readonly segment: SegmentMetadata;
      /** Size of the object, and how long the store took for it. */
      readonly sizeBytes: number;
      readonly uploadMs: number;
    }
  | { readonly outcome: "lost"; readonly winnerNext: number };

/**
 * Writes a segment at its position, unless there is one. What the segment refers to is written first, under a unique
 * name: creating the segment is the one moment that commits it all, and what no segment names is garbage.
 */
export async function writeSegment(
  store: ObjectStore,
  partition: PartitionId,
  content: SegmentContent,
  context: WriterContext,
): Promise<WriteOutcome> {
  const { hasGapsAside, ...facts } = describeContent(content);
  const dead = content.remarks.flatMap(({ dead }) => dead?.line ?? []);
  const deadObject =
    dead.length > 0 ? await writeAside(store, partition.feed, "dead", dead, context) : undefined;
  const gapLines = hasGapsAside ? content.gaps.map((gap) => Buffer.from(JSON.stringify(gap))) : [];
  const gapsObject = hasGapsAside
    ? await writeAside(store, partition.feed, "gaps", gapLines, context)
    : undefined;
  const { compression = "gzip" } = context;
  const body = await compress(content.lines.parts(), compression);
  const segment: SegmentMetadata = {
    ...partition,
    ...facts,
    compression,
    rawSizeBytes: content.lines.sizeBytes,
    crc32c: crc32cBase64(body),
    writer: context.writer,
    landedAt: new Date(context.now()).toISOString(),
    ...(deadObject === undefined ? {} : { deadObject }),
    ...(gapsObject === undefined ? {} : { gapsObject }),
    ...(context.topicId === undefined ? {} : { topicId: context.topicId }),
  };
  const name = segmentName(segment, compression);
  const startedMs = context.now();
  const outcome = await store.create(name, body, encodeSegmentMetadata(segment));
  const upload = { sizeBytes: body.byteLength, uploadMs: context.now() - startedMs };
  if (outcome === "created") return { outcome, segment, ...upload };
  const winner = await readWinner(store, name);
  // This very segment: the response that said so was lost, and the client tried again. The writer alone does not prove
  // it: a partition may have come back to this worker while a segment of its former turn was still on its way.
  const isThisOne = winner.writer === context.writer && winner.crc32c === segment.crc32c;
  if (isThisOne && winner.coveredEnd === segment.coveredEnd)
    return { outcome: "created", segment: winner, ...upload };
  return { outcome: "lost", winnerNext: winner.coveredEnd + 1 };
}

async function readWinner(store: ObjectStore, name: string): Promise<SegmentMetadata> {
  const facts = await store.stat(name);
  if (!facts) {
    throw new IngestError(
      "STORE_OBJECT_MISSING",
      `The segment ${name} was there when it was to be created, and is gone now.`,
      "Somebody deletes objects from the store: forbid it, restore the segment from a copy, and start again.",
    );
  }
  return parseSegmentMetadata(name, facts.metadata);
}

async function writeAside(
  store: ObjectStore,
  feed: string,
  kind: "dead" | "gaps",
  lines: readonly Uint8Array[],
  context: WriterContext,
): Promise<string> {
  const name = sideObjectName(feed, kind, context.newId());
  const body = await compress(
    lines.flatMap((line) => [line, lineFeed]),
    "gzip",
  );
  await store.create(name, body, {
    lines: String(lines.length),
    crc32c: crc32cBase64(body),
    writer: context.writer,
  });
  return name;
}
