import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { disturbEvents, type ProducedLine } from "../simulate/disturb-events.ts";
import { countLines, type Shares } from "../simulate/plan-kinds.ts";
import { createRandom } from "../simulate/random.ts";
import type { SimulatedEvent } from "../simulate/simulator.ts";
import { findSimulator } from "../simulate/simulators.ts";
import type { ConversionProblem } from "../simulate/stream-converter.ts";
import { convertFeed } from "./convert-feed.ts";

export interface LineOptions {
  readonly feed: StreamFeed;
  /** The publishers' files; left out for a feed that is made up. */
  readonly from?: string | undefined;
  readonly seed: number;
  /** When the simulated time begins. */
  readonly startMs: number;
  readonly shares: Shares;
  readonly count?: number | undefined;
}

export interface ProducedSource {
  readonly lines: Iterable<ProducedLine>;
  /** Rows of files that became no event. */
  readonly problems: readonly ConversionProblem[];
  /** Whether the lines never end. */
  readonly isEndless: boolean;
}

// Any number will do: it keeps the disturbances from using the series of the simulated world.
const disturbanceSeed = 0x5eed;

/**
 * The lines of a feed, made up or made from files: the same options always give the same lines. Throws
 * INGEST_OPTION_INVALID, PRODUCE_FEED_UNKNOWN and the BATCH_ errors of `convertFeed`.
 */
export async function openLines(options: LineOptions): Promise<ProducedSource> {
  const { feed, seed, shares } = options;
  const { events, eventCount, problems } = await openEvents(options);
  const lineCount = eventCount === undefined ? undefined : countLines(eventCount, shares.duplicate);
  const count = Math.min(options.count ?? Infinity, lineCount ?? Infinity);
  const random = createRandom(seed ^ disturbanceSeed);
  return {
    lines: disturbEvents(events, { feed, shares, random, count }),
    problems,
    isEndless: count === Infinity,
  };
}

interface EventSource {
  readonly events: Iterable<SimulatedEvent>;
  /** Undefined for events without end. */
  readonly eventCount?: number;
  readonly problems: readonly ConversionProblem[];
}

async function openEvents({ feed, from, seed, startMs }: LineOptions): Promise<EventSource> {
  const simulator = findSimulator(feed.name);
  if (simulator !== undefined) {
    if (from === undefined) return { events: simulator.events({ seed, startMs }), problems: [] };
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `The events of ${feed.name} are made up; ${from} is not read.`,
      "Leave --from out, or send a file with one JSON event a line with --brokers.",
    );
  }
  if (from === undefined) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `The events of ${feed.name} are made from publishers' files.`,
      "Name their folder with --from.",
    );
  }
  const { events, problems } = await convertFeed(feed.name, from);
  return { events: events.map((event) => ({ event })), eventCount: events.length, problems };
}
