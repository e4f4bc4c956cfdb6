import type { Model } from "@headwater/artifacts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The day of a model's deprecation as an ISO date; undefined where none is set, or none that can be read. It is the day
 * as written: dbt makes `2026-06-30` midnight where it parses, and east of Greenwich that is the day before in UTC.
 */
export function deprecationDay({ deprecationDate }: Model): string | undefined {
  const day = /^\d{4}-\d\d-\d\d/.exec(deprecationDate ?? "")?.[0] ?? "";
  return Number.isNaN(Date.parse(day)) ? undefined : day;
}

/** Whether a model's deprecation date is reached, or will be within `daysAhead` days. */
export function isDeprecated(model: Model, now: Date, daysAhead = 0): boolean {
  const day = deprecationDay(model);
  return day !== undefined && Date.parse(day) <= now.getTime() + daysAhead * dayMs;
}
