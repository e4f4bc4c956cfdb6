import type { Json, JsonObject } from "@headwater/artifacts";
import * as v from "valibot";

import { issueWords } from "../config/issue-words.ts";
import { problemsOf } from "../config/problems.ts";
import type { RuleFinding, Suppression } from "../finding.ts";
import { strictMap } from "../options.ts";
import type { Side } from "../rule.ts";

/** Why a finding is accepted: more than blanks. */
export const acceptedReason = v.pipe(v.string(), v.trim(), v.nonEmpty());

/** The last day on which a finding is accepted. */
export const lastDay = v.pipe(v.string(), v.check(isDay, "must be a day such as 2026-12-31"));

/** Written in a node's or column's meta: `headwater: { suppress: [{ rule, reason, expires }] }`. */
const metaSuppression = strictMap({
  rule: v.string(),
  reason: acceptedReason,
  expires: v.optional(lastDay),
  column: v.optional(v.string()),
});

/** What ends with a day, an ISO date; undefined for what never ends. */
interface Expiring {
  readonly expires?: string | undefined;
}

/** What meta says about one rule at one node. */
export interface MetaSuppression extends Suppression {
  readonly rule: string;
  readonly column: string | undefined;
}

/** A suppression that counts for nothing because it is written wrongly, in the words for the user. */
type SuppressionProblem = string;

export interface MetaSuppressions {
  readonly suppressions: readonly MetaSuppression[];
  readonly problems: readonly SuppressionProblem[];
}

const none: MetaSuppressions = { suppressions: [], problems: [] };

/** The suppressions in a node's own meta and in its columns' meta. */
export function metaSuppressions(side: Side, uniqueId: string): MetaSuppressions {
  const node = side.graph.node(uniqueId);
  const meta = node?.meta ?? side.graph.macro(uniqueId)?.meta ?? {};
  const columns = (node && "columns" in node ? node.columns : []).filter(
    ({ meta: own }) => "headwater" in own,
  );
  if (columns.length === 0 && !("headwater" in meta)) return none;
  const found = readSuppressions(meta, uniqueId, undefined);
  const inColumns = columns.map((column) =>
    readSuppressions(column.meta, `${uniqueId}, column ${column.name}`, column.name),
  );
  return {
    suppressions: [found, ...inColumns].flatMap((part) => part.suppressions),
    problems: [found, ...inColumns].flatMap((part) => part.problems),
  };
}

/** The one that holds for a finding, if any: of its rule, and of its column or of the whole node. */
export function suppressionFor(
  suppressions: readonly MetaSuppression[],
  rule: string,
  finding: RuleFinding,
): Suppression | undefined {
  const column = finding.column?.toLowerCase();
  return suppressions.find(
    (each) => each.rule === rule && (each.column === undefined || each.column.toLowerCase() === column),
  );
}

/** Whether a suppression is over: its last day is before today (UTC). */
export function hasExpired({ expires }: Expiring, now: Date): boolean {
  return expires !== undefined && expires < now.toISOString().slice(0, 10);
}

/** Whether one suppression holds for longer than another; without a last day it holds for ever. */
export function lastsLonger(suppression: Expiring, other: Expiring): boolean {
  if (other.expires === undefined) return false;
  // ISO dates sort as the days do.
  return suppression.expires === undefined || suppression.expires > other.expires;
}

/** Whether a text is a day that the calendar has, as ISO date. */
export function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

function readSuppressions(meta: JsonObject, place: string, column: string | undefined): MetaSuppressions {
  const entries = suppressEntries(meta["headwater"]);
  const suppressions: MetaSuppression[] = [];
  const problems: SuppressionProblem[] = [];
  for (const entry of entries) {
    const parsed = v.safeParse(metaSuppression, entry, { message: issueWords });
    if (parsed.success) {
      const { rule, reason, expires } = parsed.output;
      suppressions.push({ rule, reason, expires, column: column ?? parsed.output.column, from: "meta" });
    } else {
      const what = problemsOf(parsed.issues, metaSuppression, "entry").map((problem) => problem.message);
      problems.push(`A suppression in the meta of ${place} is not used: ${what.join("; ")}`);
    }
  }
  return { suppressions, problems };
}

function suppressEntries(headwater: Json | undefined): readonly Json[] {
  if (typeof headwater !== "object" || headwater === null || !("suppress" in headwater)) return [];
  const { suppress } = headwater;
  if (suppress === undefined) return [];
  return Array.isArray(suppress) ? suppress : [suppress];
}
