import type { NodeId, StateComparison } from "@headwater/artifacts";

import { silentRules } from "../config/layer-names.ts";
import type { GateConfig } from "../config/settings.ts";
import { createBase, createContext } from "../context.ts";
import { unmatchedScope } from "../judged.ts";
import { renamedIds } from "../renamed-ids.ts";
import type { Side } from "../rule.ts";
import type { Weakening } from "../weakening.ts";
import { isSameManifest } from "./same-manifest.ts";
import { planRule, type RulePlan } from "./rule-plan.ts";
import type { Crash, GateWarning, NotJudged } from "./report.ts";
import { runRules, type SideResult } from "./run-rules.ts";
import { selectOverrides } from "./select-overrides.ts";
import { settleFindings, type UnplacedFinding } from "./settle-findings.ts";
import type { Baseline } from "./baseline.ts";

/** The base's artifacts, compared with head's. */
export interface ComparedBase {
  readonly side: Side;
  readonly state: StateComparison;
}

/** A project that has been read, and how to ask about it. */
export interface ProjectInput {
  readonly name: string;
  readonly head: Side;
  readonly base: ComparedBase | undefined;
  readonly baseline: Baseline;
  /** How the configuration is weaker than the base's, in one of the projects of a run. */
  readonly weakenings: readonly Weakening[] | undefined;
  /** The nodes that a dbt selector names. */
  readonly select: (selector: string) => ReadonlySet<NodeId>;
  /** The nodes that the command's --select names; undefined for all. */
  readonly selected: ReadonlySet<NodeId> | undefined;
}

/** What the rules say about one project; findings have no place yet. */
export interface ProjectResult {
  readonly findings: readonly UnplacedFinding[];
  readonly crashes: readonly Crash[];
  readonly notJudged: readonly NotJudged[];
  readonly warnings: readonly GateWarning[];
}

/** Runs every rule on head and, to tell old findings from new ones, on the base. Reads and writes no files. */
export function judgeProject(input: ProjectInput, config: GateConfig, now: Date): ProjectResult {
  const overrides = selectOverrides(config, input.select);
  const warnings = [
    ...unmatchedScope(input.head.graph, config.scope),
    ...silentRules(config),
    ...overrides.warnings,
  ];
  if (input.selected?.size === 0) warnings.push("No node fits --select, so none is judged.");
  const plans = config.rules.map((rule) => planRule(rule, config, overrides.selected));
  const settings = { layers: config.layers, scope: config.scope, weakenings: input.weakenings, now };
  const { head, base } = input;
  // A node that is gone cannot be selected any more, and its removal must not be hidden by that.
  const isGone = (id: NodeId) => base?.side.graph.node(id) !== undefined && head.graph.node(id) === undefined;
  const isSelected = (id: NodeId) => input.selected === undefined || input.selected.has(id) || isGone(id);

  const { toBase, toHead } = renamedIds(base?.state);
  const headContext = createContext(head, base && createBase(base.side, head, base.state), settings);
  const onHead = runRules(plans, headContext, { mapId: (id) => id, isSelected });
  const onBase =
    base &&
    judgeBase(base, head, plans, onHead, (comparable) =>
      runRules(comparable, createContext(base.side, undefined, { ...settings, weakenings: undefined }), {
        mapId: toHead,
        isSelected,
      }),
    );
  const settled = settleFindings(onHead.findings, onBase?.findings, {
    head,
    baseline: input.baseline,
    ruleIds: config.rules.map((rule) => rule.id),
    oldIdOf: toBase,
    now,
  });
  warnings.push(...settled.problems);
  if (onBase) warnings.push(...incomparable(onHead, onBase));
  return {
    findings: settled.findings,
    crashes: [
      ...crashesOf(input.name, "head", onHead),
      ...(onBase ? crashesOf(input.name, "base", onBase) : []),
    ],
    notJudged: notJudged(input, onHead, config),
    warnings: warnings.map((message) => ({ project: input.name, message })),
  };
}

/**
 * Runs the rules on the base. Over an equal manifest a rule that needs no other artifact finds what it found on head, so
 * it is not run again.
 */
function judgeBase(
  base: ComparedBase,
  head: Side,
  plans: readonly RulePlan[],
  onHead: SideResult,
  run: (plans: readonly RulePlan[]) => SideResult,
): SideResult {
  const comparable = plans.filter((plan) => !plan.rule.needs.includes("base"));
  if (!isSameManifest(head.manifest, base.side.manifest)) return run(comparable);
  const isManifestOnly = new Set(
    comparable.filter((plan) => plan.rule.needs.length === 0).map((plan) => plan.rule.id),
  );
  const rest = run(comparable.filter((plan) => !isManifestOnly.has(plan.rule.id)));
  return {
    ...rest,
    findings: [...onHead.findings.filter((each) => isManifestOnly.has(each.rule)), ...rest.findings],
  };
}

function crashesOf(project: string, side: Crash["side"], result: SideResult): readonly Crash[] {
  return result.crashes.map(({ rule, error }) => ({
    project,
    rule,
    side,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  }));
}

/** Rules without their artifact. Without a base, rules about changes simply have nothing to say. */
function notJudged(input: ProjectInput, onHead: SideResult, config: GateConfig): readonly NotJudged[] {
  return onHead.lacking
    .filter(({ missing }) => !missing.includes("base"))
    .map(({ rule, missing }) => ({
      project: input.name,
      rule,
      missing,
      isExplicit: config.settings.get(rule)?.isExplicit ?? false,
    }));
}

/** Rules that head could run and the base could not: all their findings count, and this says why. */
function incomparable(onHead: SideResult, onBase: SideResult): readonly string[] {
  const lackingOnHead = new Set(onHead.lacking.map(({ rule }) => rule));
  return onBase.lacking
    .filter(({ rule }) => !lackingOnHead.has(rule))
    .map(
      ({ rule, missing }) =>
        `The base has no ${missing.join(", ")}, so old findings of ${rule} cannot be told from new ones: all count.`,
    );
}
