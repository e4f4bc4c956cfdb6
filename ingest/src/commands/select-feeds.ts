import { findFeed, loadFeeds, type Feed, type StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";

/** The feeds of these names, each once; all feeds when no name is given. */
export async function selectFeeds(contracts: string, names: readonly string[]): Promise<readonly Feed[]> {
  const feeds = await loadFeeds(contracts);
  return names.length === 0 ? feeds : [...new Set(names)].map((name) => findFeed(feeds, name));
}

/** The same for a verb that works on streams alone: all streams when no name is given. */
export async function selectStreams(
  contracts: string,
  names: readonly string[],
): Promise<readonly StreamFeed[]> {
  const feeds = await selectFeeds(contracts, names);
  const batch = names.length === 0 ? undefined : feeds.find(({ kind }) => kind === "batch");
  if (batch !== undefined) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `${batch.name} is a batch feed; it goes from Bronze to dbt without Silver`,
      "Name stream feeds, or none for all of them.",
    );
  }
  return feeds.filter((feed) => feed.kind === "stream");
}
