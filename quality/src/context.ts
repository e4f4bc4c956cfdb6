import type { StateComparison } from "@headwater/artifacts";

import type { Weakening } from "./weakening.ts";
import { identifierKeyOf } from "./identifiers.ts";
import { judgedBy, judgedNodes, type Scope } from "./judged.ts";
import { layerOf, type Layered, type LayerSettings } from "./layers.ts";
import { memoize } from "./memoize.ts";
import { renamedIds } from "./renamed-ids.ts";
import type { BaseSide, RuleContext, Side } from "./rule.ts";
import { projectSubject } from "./subject.ts";

/** What a context is made of beside the artifacts. */
export interface ContextSettings {
  readonly layers: readonly LayerSettings[];
  readonly scope: Scope;
  readonly weakenings: readonly Weakening[] | undefined;
  readonly now: Date;
}

/** The context in which rules look at one side. */
export function createContext(
  side: Side,
  base: BaseSide | undefined,
  settings: ContextSettings,
): RuleContext {
  const { layers, scope, weakenings, now } = settings;
  const isJudged = judgedBy(side.graph, scope);
  const project = projectSubject(side.manifest);
  return {
    graph: side.graph,
    manifest: side.manifest,
    catalog: side.catalog,
    runResults: side.runResults,
    sources: side.sources,
    judged: judgedNodes(side.graph, isJudged),
    isJudged: (subject) => subject.uniqueId === project.uniqueId || isJudged(subject),
    project,
    // Many rules ask for the same models' layers.
    layerOf: memoize((model: Layered) => layerOf(model, layers)),
    layers,
    identifierKey: identifierKeyOf(side.manifest.metadata.adapterType),
    base,
    baseRunResults: base?.runResults,
    weakenings,
    now,
  };
}

/** The base as rules look at it from head. */
export function createBase(side: Side, head: Side, state: StateComparison): BaseSide {
  const { toBase, toHead } = renamedIds(state);
  return {
    ...side,
    state,
    counterpart: (node) => side.graph.node(toBase(node.uniqueId)),
    successor: (node) => head.graph.node(toHead(node.uniqueId)),
  };
}
