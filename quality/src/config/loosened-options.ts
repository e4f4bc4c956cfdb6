import { optionNotes, type Looser } from "../options.ts";
import type { Rule } from "../rule.ts";

/** The options by which a rule lets more pass than before, in words. */
export function loosenedOptions(
  rule: Rule,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(rule.optionsSchema.entries).flatMap(([key, schema]) => {
    const [old, now] = [before[key], after[key]];
    if (JSON.stringify(old) === JSON.stringify(now) || !isLooser(optionNotes(schema).looser, old, now))
      return [];
    return [`${key} was ${JSON.stringify(old)} and is ${JSON.stringify(now)}`];
  });
}

function isLooser(looser: Looser | undefined, old: unknown, now: unknown): boolean {
  switch (looser) {
    case "larger":
      return Number(now) > Number(old);
    case "smaller":
      return Number(now) < Number(old);
    case "longer":
      return missingFrom(old, now).length > 0;
    case "shorter":
      return missingFrom(now, old).length > 0;
    case "narrower":
      return !isEmpty(now) && (isEmpty(old) || missingFrom(now, old).length > 0);
    default:
      return true;
  }
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

/** What the second list has and the first has not. */
function missingFrom(list: unknown, other: unknown): readonly string[] {
  const texts = (value: unknown) => (Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : []);
  const has = new Set(texts(list));
  return texts(other).filter((item) => !has.has(item));
}
