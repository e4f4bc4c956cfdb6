import type { StreamFeed } from "@headwater/contracts";

import { createAgenda } from "./agenda.ts";
import { contractViolation, malformedJson } from "./break-event.ts";
import { pick } from "./distributions.ts";
import { fieldText } from "./field-text.ts";
import { planKinds, type Shares } from "./plan-kinds.ts";
import type { Random } from "./random.ts";
import type { SimulatedEvent } from "./simulator.ts";

export type LineKind = "plain" | "late" | "duplicate" | "malformed_json" | "contract_violation";

/** An event as it is sent, and what is known about it. */
export interface ProducedLine {
  readonly text: string;
  readonly kind: LineKind;
  /** The key of the event from which the line was made. */
  readonly key: string;
  readonly planted?: string;
}

export interface Disturbance {
  readonly feed: StreamFeed;
  readonly shares: Shares;
  /** How many lines to make, or Infinity; fewer if the events end before. */
  readonly count: number;
  readonly random: Random;
}

/** A producer that sends again sends what it sent last. */
const repeatedWithin = 100;

/**
 * The lines of a stream in the order in which they arrive. A late event is held back until its time of arrival, or
 * until the end: its record time is set behind what the contract allows. Each line is of one kind.
 */
export function* disturbEvents(
  events: Iterable<SimulatedEvent>,
  { feed, shares, count, random }: Disturbance,
): Generator<ProducedLine> {
  const held = createAgenda<ProducedLine>();
  const recent: ProducedLine[] = [];
  let brokenCount = 0;
  const send = (line: ProducedLine): ProducedLine => {
    recent.push(line);
    if (recent.length > repeatedWithin) recent.shift();
    return line;
  };
  const kinds = planKinds(shares, count, random);
  const source = events[Symbol.iterator]();
  for (const kind of kinds) {
    if (kind === "duplicate" && recent.length > 0) {
      yield { ...pick(random, recent), kind: "duplicate" };
      continue;
    }
    const next = source.next();
    if (next.done === true) break;
    const { event } = next.value;
    const line: ProducedLine = {
      text: JSON.stringify(event),
      kind: "plain",
      key: fieldText(event, feed.key),
      ...(next.value.planted === undefined ? {} : { planted: next.value.planted }),
    };
    const nowMs = recordMs(next.value, feed);
    for (let due = held.takeDue(nowMs); due !== undefined; due = held.takeDue(nowMs)) yield send(due.entry);
    if (kind === "late") {
      const { arrivesMs, text } = postpone(next.value, feed, random);
      held.add(arrivesMs, { ...line, kind: "late", text });
    } else if (kind === "malformed") {
      brokenCount += 1;
      yield brokenCount % 2 === 1
        ? { ...line, kind: "malformed_json", text: malformedJson(event, random) }
        : { ...line, kind: "contract_violation", text: contractViolation(event, feed, random) };
    } else {
      yield send(line);
    }
  }
  const endMs = Number.POSITIVE_INFINITY;
  for (let due = held.takeDue(endMs); due !== undefined; due = held.takeDue(endMs)) yield send(due.entry);
}

/** The event with a record time that is later than allowed, by up to as much again. */
function postpone(
  simulated: SimulatedEvent,
  feed: StreamFeed,
  random: Random,
): { readonly arrivesMs: number; readonly text: string } {
  const { event } = simulated;
  const { eventTime, recordTime = eventTime, allowedLatenessMs } = feed;
  const earliestMs = Math.max(
    recordMs(simulated, feed),
    Date.parse(fieldText(event, eventTime)) + allowedLatenessMs,
  );
  const arrivesMs = earliestMs + random.integer(1, allowedLatenessMs);
  return {
    arrivesMs,
    text: JSON.stringify({ ...event, [recordTime]: new Date(arrivesMs).toISOString() }),
  };
}

function recordMs({ event }: SimulatedEvent, { eventTime, recordTime = eventTime }: StreamFeed): number {
  return Date.parse(fieldText(event, recordTime));
}
