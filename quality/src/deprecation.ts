import type { Model } from "@headwater/artifacts";

const dayMs = 24 * 60 * 60 * 1000;

/** The day of a model's deprecation as an ISO date; undefined where none is set, or none that can be read. */
export function deprecationDay({ deprecationDate }: Model): string | undefined {
  if (deprecationDate === undefined) return undefined;
  const time = Date.parse(deprecationDate);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}

/** Whether a model's deprecation date is reached, or will be within `daysAhead` days. */
export function isDeprecated(model: Model, now: Date, daysAhead = 0): boolean {
  const day = deprecationDay(model);
  return day !== undefined && Date.parse(day) <= now.getTime() + daysAhead * dayMs;
}
