import type { Feed } from "@headwater/contracts";

import type { IngestError } from "../errors.ts";
import type { LandedObject } from "./landed-object.ts";

/** What became of one object. A failed one is damaged: nothing of it was loaded, and the others are not held up. */
export type LoadedObject =
  | { readonly outcome: "loaded"; readonly object: string; readonly rows: number }
  | { readonly outcome: "failed"; readonly object: string; readonly error: IngestError };

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
   * Loads objects of one feed, each once: its rows and its row in the ledger become visible together or not at all,
   * also when the process is killed. An object that is loaded already is an error of the caller.
   */
  load(feed: Feed, objects: readonly LandedObject[], onObject: (loaded: LoadedObject) => void): Promise<void>;
  close(): Promise<void>;
}
