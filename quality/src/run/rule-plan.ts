import type { NodeId } from "@headwater/artifacts";
import * as v from "valibot";

import type { GateConfig, OverrideSetting } from "../config/settings.ts";
import type { Rule } from "../rule.ts";
import type { Severity } from "../severity.ts";

/** One run of a rule: with which options, and which nodes' findings count with which severity. */
interface RuleVariant {
  readonly options: Readonly<Record<string, unknown>>;
  /** undefined where the rule is off for the node, or where another variant's options hold for it. */
  severityFor(id: NodeId): Severity | undefined;
}

/** A rule with the variants in which it is run; none where it is off everywhere. */
export interface RulePlan {
  readonly rule: Rule;
  readonly variants: readonly RuleVariant[];
}

/**
 * Plans a rule: overrides give some nodes another severity or other options, and for each distinct set of options
 * the rule is run once. `selected` are the nodes of the configuration's overrides, in their order.
 */
export function planRule(rule: Rule, config: GateConfig, selected: readonly ReadonlySet<NodeId>[]): RulePlan {
  const own = config.settings.get(rule.id);
  if (own === undefined) return { rule, variants: [] };
  const overrides = config.overrides.flatMap((override, index) => {
    const setting = override.rules.get(rule.id);
    return setting ? [{ setting, nodes: selected[index] ?? new Set<NodeId>() }] : [];
  });
  const combine = (settings: readonly OverrideSetting[]): Combined => {
    const merged = Object.assign({}, own.options, ...settings.map((setting) => setting.options));
    // The rule's own options are complete.
    const options = settings.length === 0 ? own.options : v.parse(rule.optionsSchema, merged);
    const severity = settings.findLast((setting) => setting.severity !== undefined)?.severity ?? own.severity;
    return { options, severity, group: JSON.stringify(options) };
  };
  // By the numbers of the overrides that hold for a node. Few combinations occur, and each is worked out once.
  const combinations = new Map<string, Combined>();
  const combinedFor = (id: NodeId): Combined => {
    const holding = overrides.filter((override) => override.nodes.has(id));
    const key = holding.map((override) => overrides.indexOf(override)).join();
    const known = combinations.get(key) ?? combine(holding.map((override) => override.setting));
    combinations.set(key, known);
    return known;
  };
  combinedFor("");
  for (const override of overrides) for (const id of override.nodes) combinedFor(id);
  return { rule, variants: variantsOf([...combinations.values()], combinedFor) };
}

interface Combined {
  readonly options: Readonly<Record<string, unknown>>;
  readonly severity: Severity | "off";
  readonly group: string;
}

function variantsOf(combinations: readonly Combined[], combinedFor: (id: NodeId) => Combined): RuleVariant[] {
  const active = combinations.filter((each) => each.severity !== "off");
  const byOptions = new Map(active.map((each) => [each.group, each.options]));
  return [...byOptions].map(([group, options]) => ({
    options,
    severityFor: (id) => {
      const combined = combinedFor(id);
      return combined.group === group && combined.severity !== "off" ? combined.severity : undefined;
    },
  }));
}
