import type { z } from "zod";

import type { Rule } from "../rule.ts";

/**
 * How an option lets more pass, as a rule states it in its schema's metadata: `.meta({ looser: "larger" })`.
 * Numbers and booleans: larger, smaller. Lists: longer, shorter. Without it any change counts, as nobody can tell.
 */
type Looser = "larger" | "smaller" | "longer" | "shorter";

/** The options by which a rule lets more pass than before, in words. */
export function loosenedOptions(
  rule: Rule,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(rule.optionsSchema.shape).flatMap(([key, schema]) => {
    const [old, now] = [before[key], after[key]];
    if (JSON.stringify(old) === JSON.stringify(now) || !isLooser(looserOf(schema), old, now)) return [];
    return [`${key} was ${JSON.stringify(old)} and is ${JSON.stringify(now)}`];
  });
}

function looserOf(schema: z.core.$ZodType): unknown {
  // Every schema of zod's classic API has `meta`; the core type does not say so.
  return "meta" in schema ? (schema as z.ZodType).meta()?.["looser"] : undefined;
}

function isLooser(looser: unknown, old: unknown, now: unknown): boolean {
  switch (looser as Looser) {
    case "larger":
      return Number(now) > Number(old);
    case "smaller":
      return Number(now) < Number(old);
    case "longer":
      return missingFrom(old, now).length > 0;
    case "shorter":
      return missingFrom(now, old).length > 0;
    default:
      return true;
  }
}

/** What the second list has and the first has not. */
function missingFrom(list: unknown, other: unknown): readonly string[] {
  const texts = (value: unknown) => (Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : []);
  const has = new Set(texts(list));
  return texts(other).filter((item) => !has.has(item));
}
