import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { endOfChain } from "./chain.ts";
import { parseSegmentMetadata, type RecordMark, type SegmentMetadata } from "./segment-metadata.ts";
import { requireSegmentName, segmentName, segmentPrefix, type PartitionId } from "./segment-name.ts";

/** What the store says about one partition. */
export interface RecoveredChain {
  /** The position of the next segment; 0 when there is none yet. */
  readonly position: number;
  /** The last record that was landed, if any was. */
  readonly lastRecord: RecordMark | undefined;
  /** The topic's id as the newest segment that knows it has it. */
  readonly topicId: string | undefined;
}

/**
 * Finds the end of a partition's chain by listing it, and checks on the way that no segment is missing. The listing
 * may already be old when it is read: whoever creates a segment finds out then.
 */
export async function recoverChain(store: ObjectStore, partition: PartitionId): Promise<RecoveredChain> {
  const segments = await listSegments(store, partition);
  return {
    position: endOfChain(segments, segmentPrefix(partition)),
    lastRecord: segments.findLast((segment) => segment.lastRecord)?.lastRecord,
    topicId: segments.findLast((segment) => segment.topicId !== undefined)?.topicId,
  };
}

/** All segments of a partition in order of position, as their metadata describes them. */
export async function listSegments(
  store: ObjectStore,
  partition: PartitionId,
): Promise<readonly SegmentMetadata[]> {
  const segments: SegmentMetadata[] = [];
  for await (const { name, metadata } of store.list(segmentPrefix(partition))) {
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
