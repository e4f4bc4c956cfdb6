import type { NodeId } from "@headwater/artifacts";

import type { RuleFinding } from "../finding.ts";
import type { MapId } from "../renamed-ids.ts";
import type { Need, RuleContext } from "../rule.ts";
import { milder, type Severity } from "../severity.ts";
import { identityOf } from "./fingerprint.ts";
import type { RulePlan } from "./rule-plan.ts";

/** A finding with what the runner knows about it. */
export interface SideFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly finding: RuleFinding;
  readonly isSuppressible: boolean;
  /** Equal for the same finding on both sides; see `identityOf`. */
  readonly identity: string;
}

/** What one side gave: findings, the rules that threw, and those that lack an artifact. */
export interface SideResult {
  readonly findings: readonly SideFinding[];
  readonly crashes: readonly { readonly rule: string; readonly error: unknown }[];
  readonly lacking: readonly { readonly rule: string; readonly missing: readonly Need[] }[];
}

export interface RunSettings {
  /** From this side's ids to head's, by which findings are identified. */
  readonly mapId: MapId;
  /** Whether findings of a node (head's id) are asked for. */
  readonly isSelected: (id: NodeId) => boolean;
}

/** Runs rules on one side. A rule that throws is reported and costs no other rule its findings. */
export function runRules(
  plans: readonly RulePlan[],
  context: RuleContext,
  { mapId, isSelected }: RunSettings,
): SideResult {
  const findings: SideFinding[] = [];
  const crashes: { rule: string; error: unknown }[] = [];
  const lacking: { rule: string; missing: readonly Need[] }[] = [];
  for (const { rule, variants } of plans) {
    const missing = rule.needs.filter((need) => context[need] === undefined);
    if (missing.length > 0) {
      if (variants.length > 0) lacking.push({ rule: rule.id, missing });
      continue;
    }
    const occurrences = new Map<string, number>();
    try {
      for (const variant of variants) {
        const found = rule.check(context, variant.options);
        // A project's own rule may be anything.
        if (!Array.isArray(found)) throw new TypeError("its check gives no list; it must not be async");
        for (const finding of found) {
          const id = mapId(finding.subject.uniqueId);
          const severity = variant.severityFor(id);
          if (severity === undefined || !context.isJudged(finding.subject) || !isSelected(id)) continue;
          const plain = identityOf(rule.id, finding, mapId);
          const occurrence = occurrences.get(plain) ?? 0;
          occurrences.set(plain, occurrence + 1);
          findings.push({
            rule: rule.id,
            severity: finding.severity ? milder(finding.severity, severity) : severity,
            finding,
            isSuppressible: rule.isSuppressible,
            identity: occurrence === 0 ? plain : identityOf(rule.id, finding, mapId, occurrence),
          });
        }
      }
    } catch (error) {
      crashes.push({ rule: rule.id, error });
    }
  }
  return { findings, crashes, lacking };
}
