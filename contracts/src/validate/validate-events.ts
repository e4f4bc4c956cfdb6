import type { Feed } from "../feed.ts";
import { compileValidator, unknownFields, type Violation } from "../validator.ts";
import type { NumberedEvent } from "./read-event-file.ts";

/** How the events of a file keep their contract. */
export interface ValidationReport {
  readonly feed: string;
  readonly events: number;
  readonly invalid: readonly { readonly number: number; readonly violations: readonly Violation[] }[];
  /** Fields that the contract does not know, with the number of events that have them. */
  readonly unknownFields: Readonly<Record<string, number>>;
}

/** Checks each event against the feed's contract. */
export function validateEvents(feed: Feed, events: readonly NumberedEvent[]): ValidationReport {
  const check = compileValidator(feed);
  const unknown = new Map<string, number>();
  for (const name of events.flatMap(({ value }) => unknownFields(feed, value))) {
    unknown.set(name, (unknown.get(name) ?? 0) + 1);
  }
  return {
    feed: feed.name,
    events: events.length,
    invalid: events
      .map(({ number, value }) => ({ number, violations: check(value) }))
      .filter(({ violations }) => violations.length > 0),
    unknownFields: Object.fromEntries(unknown),
  };
}

/** The report as lines for people: one a violation, and a summary. */
export function renderValidation(report: ValidationReport, file: string): string {
  const violations = report.invalid.flatMap(({ number, violations }) =>
    violations.map(
      ({ field, message }) => `${file}:${number}  ${field === "" ? "the event" : field}  ${message}`,
    ),
  );
  const unknown = Object.entries(report.unknownFields).map(
    ([name, count]) => `${name} is not in the contract of ${report.feed}; ${count} events have it, and pass`,
  );
  const summary = `${report.invalid.length} of ${report.events} events break the contract of ${report.feed}.`;
  return [...violations, ...unknown, summary].join("\n");
}
