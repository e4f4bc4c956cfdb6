import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { listLandedObjects } from "../load/landed-object.ts";
import type { Loader } from "../load/loader.ts";
import { replayRanges, type ReplayRange } from "../load/replay-ranges.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { selectSegments, type SegmentSelection } from "./select-segments.ts";

export interface ReplayOptions extends SegmentSelection {
  readonly feed: StreamFeed;
  readonly store: ObjectStore;
  /** Undefined to only find out what would be replayed. */
  readonly loader: Loader | undefined;
}

export interface ReplayReport {
  readonly feed: string;
  /** The offsets that were loaded again: the asked ones, widened to whole segments. */
  readonly ranges: readonly ReplayRange[];
  readonly segments: number;
  /** The lines of the segments: the rows that Bronze has at these offsets afterwards. */
  readonly rows: number;
  /** Rows that stood there before; undefined if nothing was done. */
  readonly deleted: number | undefined;
}

/**
 * Loads a part of a stream into Bronze again, in one transaction. The store is only read. Throws
 * REPLAY_NOTHING_LANDED, REPLAY_REFUSED, or what is wrong with a segment; then Bronze is unchanged.
 */
export async function replayFeed({
  feed,
  store,
  loader,
  ...selection
}: ReplayOptions): Promise<ReplayReport> {
  const segments = await selectSegments(store, feed, selection);
  if (segments.length === 0) throw await nothingLanded(store, feed);
  const rows = segments.reduce((sum, { metadata }) => sum + Number(metadata["records"]), 0);
  const found = { feed: feed.name, ranges: replayRanges(segments), segments: segments.length };
  if (loader === undefined) return { ...found, rows, deleted: undefined };
  await loader.prepare([feed]);
  const { deleted, loaded } = await loader.replay(feed, segments);
  return { ...found, rows: loaded, deleted };
}

async function nothingLanded(store: ObjectStore, feed: StreamFeed): Promise<IngestError> {
  const all = [];
  for await (const landed of listLandedObjects(store, feed)) if (landed.kind === "segment") all.push(landed);
  const ranges = replayRanges(all).map(formatReplayRange);
  return new IngestError(
    "REPLAY_NOTHING_LANDED",
    `${store.location} holds nothing of ${feed.name} in this range`,
    ranges.length === 0
      ? "Check --state and --store, or land the stream first: headwater land."
      : `Landed are: ${ranges.slice(0, 10).join(", ")}${ranges.length > 10 ? " and more" : ""}.`,
  );
}

/** "readings/1/0 offsets 0-99", with epoch and partition. */
export function formatReplayRange({ topic, epoch, partition, from, to }: ReplayRange): string {
  return `${topic}/${epoch}/${partition} offsets ${from}-${to}`;
}
