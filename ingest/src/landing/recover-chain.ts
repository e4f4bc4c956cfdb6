import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { endOfChain } from "./chain.ts";
import { parseSegmentMetadata, type RecordMark, type SegmentMetadata } from "./segment-metadata.ts";
import {
  requireSegmentName,
  segmentName,
  segmentPrefix,
  segmentStem,
  type PartitionId,
} from "./segment-name.ts";

/** What the store says about one partition. */
export interface RecoveredChain {
  /** The position of the next segment; 0 when there is none yet. */
  readonly position: number;
  /** The last record that was landed, if any was. */
  readonly lastRecord: RecordMark | undefined;
  /** The topic's id as the newest segment that knows it has it. */
  readonly topicId: string | undefined;
  /** The position of the last segment, if there is one: a later look at the chain may begin there. */
  readonly lastSegment?: number | undefined;
}

/**
 * Finds the end of a partition's chain by listing it, and checks on the way that no segment is missing. The listing
 * may already be old when it is read: whoever creates a segment finds out then.
 *
 * A chain may have hundreds of thousands of segments. Where `lastKnown` is the position of one of them, only it and
 * those behind it are listed: that it exists shows that the chain had come so far. A position of which there is no
 * segment is not believed.
 */
export async function recoverChain(
  store: ObjectStore,
  partition: PartitionId,
  lastKnown?: number,
): Promise<RecoveredChain> {
  const tail = lastKnown === undefined ? [] : await listSegments(store, partition, lastKnown);
  const isFound = tail[0] !== undefined && tail[0].position === lastKnown;
  const segments = isFound ? tail : await listSegments(store, partition);
  return {
    position: endOfChain(segments, segmentPrefix(partition), isFound ? lastKnown : 0),
    lastRecord: segments.findLast((segment) => segment.lastRecord)?.lastRecord,
    topicId: segments.findLast((segment) => segment.topicId !== undefined)?.topicId,
    lastSegment: segments.at(-1)?.position,
  };
}

/** All segments of a partition from a position on, in order of position, as their metadata describes them. */
export async function listSegments(
  store: ObjectStore,
  partition: PartitionId,
  from = 0,
): Promise<readonly SegmentMetadata[]> {
  const segments: SegmentMetadata[] = [];
  for await (const { name, metadata } of store.list(
    segmentPrefix(partition),
    // Without its ending, so that it comes before the segment, whatever its compression.
    segmentStem({ ...partition, position: from }),
  )) {
    requireSegmentName(name);
    const segment = parseSegmentMetadata(name, metadata);
    const ownName = segmentName(segment, segment.compression);
    if (ownName !== name) {
      throw new IngestError(
        "INGEST_SEGMENT_METADATA_INVALID",
        `The segment ${name} says that it is ${ownName}.`,
        "Restore the object from a copy; it was renamed or its metadata was changed after it was written.",
      );
    }
    segments.push(segment);
  }
  return segments;
}
