import { loadBronze, openDuckDbLoader, openLocalStore } from "@headwater/ingest";

import { CommandError } from "../../errors.ts";
import type { DemoContext } from "../context.ts";

/** Loads every landed object that Bronze does not have yet. */
export async function load(context: DemoContext, update: (detail: string) => void): Promise<string> {
  const { stream, batch, idleStreams, state, now } = context;
  const store = openLocalStore(state.storeDir);
  const loader = await openDuckDbLoader({ database: state.database, store, now });
  try {
    const feeds = await loadBronze({
      feeds: [stream, ...batch, ...idleStreams],
      store,
      loader,
      onObject: (feed) => update(feed.name),
    });
    const [failed] = feeds.flatMap((feed) => feed.failed);
    if (failed) throw new CommandError("DEMO_BATCH_FAILED", failed.error.message, failed.error.hint);
    const rows = feeds.reduce((sum, feed) => sum + feed.rows, 0);
    const known = feeds.reduce((sum, feed) => sum + feed.known, 0);
    return `${rows.toLocaleString("en-US")} new rows in Bronze; ${known} objects were there`;
  } finally {
    await loader.close();
  }
}
