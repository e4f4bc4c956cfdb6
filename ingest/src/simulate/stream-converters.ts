import { IngestError } from "../errors.ts";
import { climateConverter } from "./climate-stream.ts";
import type { StreamConverter } from "./stream-converter.ts";

/** Every feed whose events `headwater produce` can make from files. */
export const streamConverters: readonly StreamConverter[] = [climateConverter];

/** The converter of a feed, or PRODUCE_FEED_UNKNOWN. */
export function findStreamConverter(feedName: string): StreamConverter {
  const converter = streamConverters.find((candidate) => candidate.feed === feedName);
  if (converter !== undefined) return converter;
  const known = streamConverters.map((candidate) => candidate.feed).join(", ");
  throw new IngestError(
    "PRODUCE_FEED_UNKNOWN",
    `There is no converter that makes events of the feed "${feedName}".`,
    `Events can be made of: ${known}.`,
  );
}
