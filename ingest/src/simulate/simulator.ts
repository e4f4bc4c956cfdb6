import type { StreamEvent } from "./stream-converter.ts";

/** An event, and what the simulator knows about it that the event itself does not tell. */
export interface SimulatedEvent {
  readonly event: StreamEvent;
  /** The pattern that was planted with this event, for example "card_testing". */
  readonly planted?: string;
}

export interface SimulatedWorld {
  /** The same seed always gives the same events. It is part of the keys, so that two runs can share a topic. */
  readonly seed: number;
  /** When the simulated time begins, as milliseconds since 1970. */
  readonly startMs: number;
}

/** Makes up the events of a stream feed, without end and in the order of their event times. */
export interface Simulator {
  /** The name of the feed. */
  readonly feed: string;
  readonly events: (world: SimulatedWorld) => IteratorObject<SimulatedEvent>;
}

/** A moment as it stands in an event, to the millisecond. */
export function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
