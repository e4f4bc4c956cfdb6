import { z } from "zod";

import { IngestError } from "../errors.ts";
import type { ObjectMetadata } from "../store/object-store.ts";
import { compressions, type Compression } from "./compression.ts";
import { formatGaps, gapReasons, parseGaps, sumGapCounts, type Gap, type GapCounts } from "./gap.ts";
import type { SegmentId } from "./segment-name.ts";

/** The last record of a segment, kept to notice that a topic was created anew. */
export interface RecordMark {
  readonly offset: number;
  readonly timestampMs: number;
  /** SHA-256 in hex over the record's key and value, see `markRecord`. */
  readonly sha256: string;
}

/** What a segment says about itself. records + dead + all gap counts = coveredEnd - position + 1. */
export interface SegmentMetadata extends SegmentId {
  /** The last offset that the segment answers for: where reading stood, not the last record. */
  readonly coveredEnd: number;
  /** The segment's lines, those that break their contract among them. */
  readonly records: number;
  /** The lines that have an `errors` field. */
  readonly violating: number;
  /** Records that cannot be stored as a JSON line; they stand in `deadObject`. */
  readonly dead: number;
  readonly deadObject?: string;
  readonly gapCounts: GapCounts;
  /** Every gap, ascending; or empty, when `gapsObject` holds them because they are too many. */
  readonly gaps: readonly Gap[];
  readonly gapsObject?: string;
  readonly lastRecord?: RecordMark;
  /** How many payloads had a field that the contract does not name: the most frequent names. */
  readonly unknownFields: Readonly<Record<string, number>>;
  readonly compression: Compression;
  /** Size of the lines before compression. */
  readonly rawSizeBytes: number;
  /** CRC32C of the object's body, computed before it was uploaded. */
  readonly crc32c: string;
  /** Kafka's id of this life of the topic, where the broker tells it. */
  readonly topicId?: string;
  /** Identifies the worker's attempt, so that it knows its own segment again after a lost response. */
  readonly writer: string;
  /** ISO 8601, UTC. */
  readonly landedAt: string;
}

const count = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().nonnegative());
const signed = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)
  .pipe(z.number().int());
const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
});

const stored = z.object({
  feed: z.string(),
  topic: z.string(),
  epoch: count,
  partition: count,
  position: count,
  coveredEnd: count,
  records: count,
  violating: count,
  dead: count,
  deadObject: z.string().optional(),
  gapCounts: jsonText.pipe(z.partialRecord(z.enum(gapReasons), z.number().int().positive())),
  gaps: z.string().transform((text, context) => {
    const gaps = parseGaps(text);
    if (gaps) return gaps;
    context.addIssue({ code: "custom", message: "is not a list of offset ranges" });
    return z.NEVER;
  }),
  gapsObject: z.string().optional(),
  lastOffset: count.optional(),
  lastTimestamp: signed.optional(),
  lastSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  unknownFields: jsonText.pipe(z.record(z.string(), z.number().int().positive())),
  compression: z.enum(compressions).default("gzip"),
  rawSizeBytes: count,
  crc32c: z.string(),
  topicId: z.string().optional(),
  writer: z.string(),
  landedAt: z.string(),
});

/** The metadata as the strings that a store keeps. Only ASCII, and well under GCS's 8 KiB. */
export function encodeSegmentMetadata(segment: SegmentMetadata): ObjectMetadata {
  const { lastRecord } = segment;
  return {
    feed: segment.feed,
    topic: segment.topic,
    epoch: String(segment.epoch),
    partition: String(segment.partition),
    position: String(segment.position),
    coveredEnd: String(segment.coveredEnd),
    records: String(segment.records),
    violating: String(segment.violating),
    dead: String(segment.dead),
    ...(segment.deadObject === undefined ? {} : { deadObject: segment.deadObject }),
    gapCounts: JSON.stringify(segment.gapCounts),
    gaps: formatGaps(segment.gaps),
    ...(segment.gapsObject === undefined ? {} : { gapsObject: segment.gapsObject }),
    ...(lastRecord === undefined
      ? {}
      : {
          lastOffset: String(lastRecord.offset),
          lastTimestamp: String(lastRecord.timestampMs),
          lastSha256: lastRecord.sha256,
        }),
    unknownFields: asciiJson(segment.unknownFields),
    compression: segment.compression,
    rawSizeBytes: String(segment.rawSizeBytes),
    crc32c: segment.crc32c,
    ...(segment.topicId === undefined ? {} : { topicId: segment.topicId }),
    writer: segment.writer,
    landedAt: segment.landedAt,
  };
}

/** Reads what `encodeSegmentMetadata` wrote. Throws INGEST_SEGMENT_METADATA_INVALID, also if it does not add up. */
export function parseSegmentMetadata(objectName: string, metadata: ObjectMetadata): SegmentMetadata {
  const parsed = stored.safeParse(metadata);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw invalidMetadata(objectName, problems.join("; "));
  }
  const { deadObject, gapsObject, topicId, lastOffset, lastTimestamp, lastSha256, ...facts } = parsed.data;
  const answeredFor = facts.coveredEnd - facts.position + 1;
  const found = facts.records + facts.dead + sumGapCounts(facts.gapCounts);
  if (found !== answeredFor) {
    throw invalidMetadata(objectName, `it answers for ${answeredFor} offsets but counts ${found}`);
  }
  return {
    ...facts,
    ...(deadObject === undefined ? {} : { deadObject }),
    ...(gapsObject === undefined ? {} : { gapsObject }),
    ...(topicId === undefined ? {} : { topicId }),
    ...(lastOffset === undefined || lastTimestamp === undefined || lastSha256 === undefined
      ? {}
      : { lastRecord: { offset: lastOffset, timestampMs: lastTimestamp, sha256: lastSha256 } }),
  };
}

function invalidMetadata(objectName: string, problem: string): IngestError {
  return new IngestError(
    "INGEST_SEGMENT_METADATA_INVALID",
    `The metadata of segment ${objectName} cannot be used: ${problem}.`,
    "Restore the object's metadata from a copy; it was changed after it was written.",
  );
}

/** JSON in which every character outside ASCII is escaped: metadata travels in HTTP headers. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
