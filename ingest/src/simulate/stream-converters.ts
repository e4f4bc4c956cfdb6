import { IngestError } from "../errors.ts";
import { climateConverter } from "./climate-stream.ts";
import { simulators } from "./simulators.ts";
import { stockConverter } from "./stock-stream.ts";
import type { StreamConverter } from "./stream-converter.ts";

/** Every feed whose events `headwater produce` can make from files. */
export const streamConverters: readonly StreamConverter[] = [climateConverter, stockConverter];

/** The converter of a feed, or PRODUCE_FEED_UNKNOWN. */
export function findStreamConverter(feedName: string): StreamConverter {
  const converter = streamConverters.find((candidate) => candidate.feed === feedName);
  if (converter !== undefined) return converter;
  const known = [...streamConverters, ...simulators].map((candidate) => candidate.feed).join(", ");
  throw new IngestError(
    "PRODUCE_FEED_UNKNOWN",
    `There is no converter that makes events of the feed "${feedName}".`,
    `Events can be made of: ${known}.`,
  );
}
