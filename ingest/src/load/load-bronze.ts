import type { Feed } from "@headwater/contracts";

import type { ObjectStore } from "../store/object-store.ts";
import { listLandedObjects, type LandedObject } from "./landed-object.ts";
import type { LoadedObject, Loader } from "./loader.ts";

export interface LoadOptions {
  readonly feeds: readonly Feed[];
  readonly store: ObjectStore;
  readonly loader: Loader;
  /** Called after each object. */
  readonly onObject?: (feed: Feed, loaded: LoadedObject) => void;
}

/** What loading did for one feed. */
export interface FeedLoad {
  readonly feed: string;
  /** Objects that were in Bronze before. */
  readonly known: number;
  readonly loaded: number;
  readonly rows: number;
  /** Objects that are damaged and were left out. */
  readonly failed: readonly Extract<LoadedObject, { outcome: "failed" }>[];
}

/**
 * Loads every landed object of the feeds that Bronze does not have yet. A second run changes nothing. A damaged
 * object does not stop the others: look for `failed`. The loader stays open.
 */
export async function loadBronze({
  feeds,
  store,
  loader,
  onObject,
}: LoadOptions): Promise<readonly FeedLoad[]> {
  await loader.prepare(feeds);
  const done: FeedLoad[] = [];
  for (const feed of feeds) {
    const known = await loader.listLoaded(feed);
    const missing: LandedObject[] = [];
    for await (const object of listLandedObjects(store, feed)) {
      if (!known.has(object.name)) missing.push(object);
    }
    const results: LoadedObject[] = [];
    await loader.load(feed, missing, (loaded) => {
      results.push(loaded);
      onObject?.(feed, loaded);
    });
    const loaded = results.filter((result) => result.outcome === "loaded");
    done.push({
      feed: feed.name,
      known: known.size,
      loaded: loaded.length,
      rows: loaded.reduce((sum, { rows }) => sum + rows, 0),
      failed: results.filter((result) => result.outcome === "failed"),
    });
  }
  return done;
}
