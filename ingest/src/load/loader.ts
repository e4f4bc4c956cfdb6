import type { Feed, StreamFeed } from "@headwater/contracts";

import type { IngestError } from "../errors.ts";
import type { LandedObject, LandedSegment } from "./landed-object.ts";

/** What became of one object. A failed one is damaged: nothing of it was loaded, and the others are not held up. */
export type LoadedObject =
  | { readonly outcome: "loaded"; readonly object: string; readonly rows: number }
  | { readonly outcome: "failed"; readonly object: string; readonly error: IngestError };

/** What a replay did to Bronze. */
export interface Replayed {
  /** Rows that stood at the segments' offsets before. */
  readonly deleted: number;
  readonly loaded: number;
}

/**
 * Takes landed objects into the Bronze tables of one warehouse. `describeLoader` in testing/ tests what is
 * promised here, for every loader.
 */
export interface Loader {
  /** Where the rows go, for messages. */
  readonly destination: string;
  /** Makes the Bronze tables of these feeds and the ledger, where they are missing. Called before anything else. */
  prepare(feeds: readonly Feed[]): Promise<void>;
  /** The names of the feed's objects that are loaded, from the ledger. */
  listLoaded(feed: Feed): Promise<ReadonlySet<string>>;
  /**
   * Loads objects of one feed, each once, also when the process is killed and the load repeated: its rows and its row in
   * the ledger become visible together or not at all. Only Snowpipe commits rows by itself; there the ledger follows,
   * and a repeat goes by the rows. An object that is loaded already is an error of the caller.
   */
  load(feed: Feed, objects: readonly LandedObject[], onObject: (loaded: LoadedObject) => void): Promise<void>;
  /**
   * Loads segments of a stream again, loaded or not: in one transaction the rows at all offsets that the segments answer
   * for are deleted, by topic, epoch, partition and offset, and the segments' rows are loaded. Throws what is wrong with
   * a damaged segment, or REPLAY_REFUSED where the warehouse cannot do it; then nothing has changed.
   */
  replay(feed: StreamFeed, segments: readonly LandedSegment[]): Promise<Replayed>;
  close(): Promise<void>;
}
