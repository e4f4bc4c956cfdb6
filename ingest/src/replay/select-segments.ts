import type { StreamFeed } from "@headwater/contracts";

import { readSegment } from "../landing/read-segment.ts";
import { listLandedObjects, type LandedSegment } from "../load/landed-object.ts";
import { coveredEndOf } from "../load/replay-ranges.ts";
import { readAhead } from "../load/read-ahead.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ReplayBounds } from "./replay-bounds.ts";

/** Which of a stream's segments are meant. */
export interface SegmentSelection {
  readonly bounds: ReplayBounds;
  /** Default: all of them. */
  readonly partitions?: readonly number[] | undefined;
  /** Default: the feed's present one. */
  readonly epoch?: number | undefined;
}

const readLimits = { count: 4, weight: 64 * 1024 * 1024 };

/**
 * The landed segments that hold any of the offsets, or any record of the time. For a time the segments' lines are
 * read: records need not be in the order of their timestamps, so that no place in a segment tells the others.
 */
export async function selectSegments(
  store: ObjectStore,
  feed: StreamFeed,
  { bounds, partitions, epoch = feed.epoch }: SegmentSelection,
): Promise<readonly LandedSegment[]> {
  const candidates: LandedSegment[] = [];
  for await (const landed of listLandedObjects(store, feed)) {
    if (landed.kind !== "segment") continue;
    const { segment } = landed;
    const isMeant = segment.epoch === epoch && segment.topic === feed.topic;
    if (isMeant && (partitions?.includes(segment.partition) ?? true)) candidates.push(landed);
  }
  if (bounds.kind === "times") return await withRecordsFrom(store, candidates, bounds);
  const { from, to = Number.POSITIVE_INFINITY } = bounds;
  return candidates.filter((landed) => landed.segment.position <= to && coveredEndOf(landed) >= from);
}

async function withRecordsFrom(
  store: ObjectStore,
  candidates: readonly LandedSegment[],
  { fromMs, toMs = Number.POSITIVE_INFINITY }: Extract<ReplayBounds, { kind: "times" }>,
): Promise<readonly LandedSegment[]> {
  const chosen: LandedSegment[] = [];
  const judge = async (landed: LandedSegment): Promise<LandedSegment | undefined> => {
    const { lines } = await readSegment(store, landed.name);
    return lines.some((line) => isWithin(timestampOf(line), fromMs, toMs)) ? landed : undefined;
  };
  const weigh = ({ metadata }: LandedSegment): number => Number(metadata["rawSizeBytes"]) || 0;
  for await (const landed of readAhead(candidates, judge, weigh, readLimits)) {
    if (landed) chosen.push(landed);
  }
  return chosen;
}

/** Landing writes the timestamp second, behind the offset; -1 stands for none. */
function timestampOf(line: string): number {
  return Number(/^\{"offset":\d+,"timestamp":(-?\d+)/.exec(line)?.[1] ?? Number.NaN);
}

function isWithin(timeMs: number, fromMs: number, toMs: number): boolean {
  return timeMs >= fromMs && timeMs < toMs;
}
