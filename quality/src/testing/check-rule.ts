import { compareState, type NodeId, type StateComparison } from "@headwater/artifacts";
import * as v from "valibot";

import type { Weakening } from "../weakening.ts";
import { createBase, createContext } from "../context.ts";
import type { RuleFinding } from "../finding.ts";
import { defaultLayers, type LayerSettings } from "../layers.ts";
import type { Rule, Side } from "../rule.ts";

export interface CheckSettings {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly base?: Side;
  /** Head's ids to base's ids, where their code does not tell. */
  readonly renamed?: ReadonlyMap<NodeId, NodeId>;
  readonly weakenings?: readonly Weakening[];
  readonly now?: Date;
  readonly layers?: readonly LayerSettings[];
}

/** Runs a rule on a project that was made in memory, and drops what is not judged, as the runner does. */
export function checkRule(rule: Rule, side: Side, settings: CheckSettings = {}): readonly RuleFinding[] {
  const {
    options = {},
    base,
    renamed,
    now = new Date("2026-01-15T12:00:00Z"),
    layers = defaultLayers,
  } = settings;
  const context = createContext(side, base && createBase(base, side, stateOf(base, side, renamed)), {
    layers,
    scope: { includePackages: [], excludePaths: [] },
    weakenings: settings.weakenings,
    now,
  });
  const missing = rule.needs.filter((need) => context[need] === undefined);
  if (missing.length > 0)
    throw new Error(`${rule.id} needs ${missing.join(", ")}: give it to the test project`);
  const parsed = v.parse(rule.optionsSchema, options);
  return rule.check(context, parsed).filter((finding) => context.isJudged(finding.subject));
}

/** The names of what was found, with the column where there is one: ["orders", "orders.amount"]. */
export function foundNames(rule: Rule, side: Side, settings: CheckSettings = {}): readonly string[] {
  return checkRule(rule, side, settings).map(({ subject, column }) =>
    column === undefined ? subject.name : `${subject.name}.${column}`,
  );
}

function stateOf(base: Side, head: Side, renamed: ReadonlyMap<NodeId, NodeId> | undefined): StateComparison {
  const state = compareState(base.graph, head.graph);
  if (renamed === undefined) return state;
  return { ...state, renamed: [...renamed].map(([to, from]) => ({ from, to })) };
}
