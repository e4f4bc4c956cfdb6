import type { NodeId } from "@headwater/artifacts";

import type { Weakening } from "./config/compare-configs.ts";
import { identifierKeyOf } from "./identifiers.ts";
import { judgedBy, judgedNodes, type Scope } from "./judged.ts";
import { layerOf, type Layered, type LayerSettings } from "./layers.ts";
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
    layerOf: rememberLayers(layers),
    layers,
    identifierKey: identifierKeyOf(side.manifest.metadata.adapterType),
    base,
    weakenings,
    now,
  };
}

/** Many rules ask for the same models' layers. */
function rememberLayers(layers: readonly LayerSettings[]): (model: Layered) => string {
  const known = new WeakMap<Layered, string>();
  return (model) => {
    const layer = known.get(model) ?? layerOf(model, layers);
    known.set(model, layer);
    return layer;
  };
}

/** A base whose nodes are found by id, and by the old id of what was renamed (head's id to base's id). */
export function createBase(side: Side, head: Side, renamed: ReadonlyMap<NodeId, NodeId>): BaseSide {
  const toHead = new Map([...renamed].map(([to, from]) => [from, to]));
  return {
    ...side,
    counterpart: (node) => side.graph.node(renamed.get(node.uniqueId) ?? node.uniqueId),
    successor: (node) => head.graph.node(toHead.get(node.uniqueId) ?? node.uniqueId),
  };
}
