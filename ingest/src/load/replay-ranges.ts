import { IngestError } from "../errors.ts";
import type { LandedSegment } from "./landed-object.ts";

/** Consecutive offsets of one partition, both ends included. */
export interface ReplayRange {
  readonly topic: string;
  readonly epoch: number;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** The last offset that a segment answers for. Throws INGEST_SEGMENT_METADATA_INVALID. */
export function coveredEndOf({ name, segment, metadata }: LandedSegment): number {
  const end = Number(metadata["coveredEnd"] ?? Number.NaN);
  if (Number.isSafeInteger(end) && end >= segment.position) return end;
  throw new IngestError(
    "INGEST_SEGMENT_METADATA_INVALID",
    `The metadata of segment ${name} does not say which offsets it answers for.`,
    "Restore the object's metadata from a copy; it was changed after it was written.",
  );
}

/** All offsets that the segments answer for, in as few ranges as possible, ordered by place and offset. */
export function replayRanges(segments: readonly LandedSegment[]): readonly ReplayRange[] {
  const ranges = segments.map((landed): ReplayRange => {
    const { topic, epoch, partition, position } = landed.segment;
    return { topic, epoch, partition, from: position, to: coveredEndOf(landed) };
  });
  const joined: ReplayRange[] = [];
  for (const range of ranges.toSorted(byPlace)) {
    const last = joined.at(-1);
    if (last && isSamePlace(last, range) && last.to + 1 === range.from)
      joined[joined.length - 1] = { ...last, to: range.to };
    else joined.push(range);
  }
  return joined;
}

function isSamePlace(left: ReplayRange, right: ReplayRange): boolean {
  return left.topic === right.topic && left.epoch === right.epoch && left.partition === right.partition;
}

function byPlace(left: ReplayRange, right: ReplayRange): number {
  return (
    left.topic.localeCompare(right.topic) ||
    left.epoch - right.epoch ||
    left.partition - right.partition ||
    left.from - right.from
  );
}
