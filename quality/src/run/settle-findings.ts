import type { NodeId } from "@headwater/artifacts";

import { didYouMean } from "../config/problems.ts";
import type { FindingStatus, RuleFinding, Suppression } from "../finding.ts";
import type { Side } from "../rule.ts";
import type { Severity } from "../severity.ts";
import type { Baseline, BaselineEntry } from "./baseline.ts";
import { fingerprintOf, identityOf } from "./fingerprint.ts";
import type { SideFinding } from "./run-rules.ts";
import { hasExpired, metaSuppressions, suppressionFor, type MetaSuppressions } from "./suppressions.ts";

/** A finding with its status, before its place in the files is looked up. */
export interface UnplacedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  readonly finding: RuleFinding;
  readonly identity: string;
  readonly measureBefore: number | undefined;
  readonly suppression: Suppression | undefined;
}

export interface SettleSettings {
  readonly head: Side;
  readonly baseline: Baseline;
  /** The ids of all rules, also of those that are off. */
  readonly ruleIds: readonly string[];
  /** The base's id of a head node, for baseline entries that were written before a rename. */
  readonly oldIdOf: (id: NodeId) => NodeId;
  readonly now: Date;
}

export interface Settled {
  readonly findings: readonly UnplacedFinding[];
  /** Suppressions that are written wrongly or name a rule that there is not, and so count for nothing. */
  readonly problems: readonly string[];
}

/**
 * Gives every finding of head its status. Suppressed: accepted in meta or in the baseline, not expired, and no worse
 * than accepted. Existing: the base has the same finding, at least as bad. New: all others, and whatever had a
 * suppression that is over.
 */
export function settleFindings(
  onHead: readonly SideFinding[],
  onBase: readonly SideFinding[] | undefined,
  settings: SettleSettings,
): Settled {
  const inBase = new Map((onBase ?? []).map((each) => [each.identity, each.finding]));
  const byNode = new Map<NodeId, MetaSuppressions>();
  const metaOf = (id: NodeId): MetaSuppressions => {
    const known = byNode.get(id) ?? metaSuppressions(settings.head, id);
    byNode.set(id, known);
    return known;
  };
  const findings = onHead.map((each) => {
    const accepted = acceptance(each, metaOf(each.finding.subject.uniqueId), settings);
    const old = inBase.get(each.identity);
    const status = statusOf(each.finding, old, accepted, settings.now);
    return {
      rule: each.rule,
      severity: each.severity,
      status,
      finding: each.finding,
      identity: each.identity,
      measureBefore: status === "new" ? (accepted?.measure ?? old?.measure) : undefined,
      suppression: accepted,
    };
  });
  const problems = [...byNode].flatMap(([id, meta]) =>
    meta.problems.concat(meta.suppressions.flatMap(({ rule }) => unknownRule(rule, id, settings.ruleIds))),
  );
  return { findings, problems };
}

function unknownRule(rule: string, id: NodeId, ruleIds: readonly string[]): readonly string[] {
  if (ruleIds.includes(rule)) return [];
  return [
    `A suppression in the meta of ${id} is not used: there is no rule ${rule}.${didYouMean(rule, ruleIds)}`,
  ];
}

/** A suppression, with the measure up to which it holds. */
interface Acceptance extends Suppression {
  readonly measure: number | undefined;
}

function acceptance(
  each: SideFinding,
  meta: MetaSuppressions,
  settings: SettleSettings,
): Acceptance | undefined {
  if (!each.isSuppressible) return undefined;
  const inMeta = suppressionFor(meta.suppressions, each.rule, each.finding);
  if (inMeta) {
    const { reason, expires } = inMeta;
    return { reason, expires, from: "meta", measure: undefined };
  }
  const entry = baselineEntry(each, settings);
  return entry && { reason: entry.reason, expires: entry.expires, from: "baseline", measure: entry.measure };
}

function baselineEntry(each: SideFinding, { baseline, oldIdOf }: SettleSettings): BaselineEntry | undefined {
  if (baseline.size === 0) return undefined;
  return (
    baseline.get(fingerprintOf(each.identity)) ??
    baseline.get(fingerprintOf(identityOf(each.rule, each.finding, oldIdOf)))
  );
}

function statusOf(
  finding: RuleFinding,
  old: RuleFinding | undefined,
  accepted: Acceptance | undefined,
  now: Date,
): FindingStatus {
  if (accepted && hasExpired(accepted, now)) return "new";
  if (accepted && !isWorse(finding.measure, accepted.measure)) return "suppressed";
  return old && !isWorse(finding.measure, old.measure) ? "existing" : "new";
}

function isWorse(measure: number | undefined, before: number | undefined): boolean {
  return measure !== undefined && before !== undefined && measure > before;
}
