import type { Model, NodeId, ProjectGraph, ProjectNode } from "@headwater/artifacts";

import { isModel } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";
import { catalogColumns, type KnownColumns } from "./known-columns.ts";
import type { BaseSide, RuleContext } from "./rule.ts";
import { passesAllColumns } from "./sql/passes-all-columns.ts";

/**
 * Makes a function that says whether a model's columns can be others than in the base: its own code is another, or it
 * gives out all columns of a model whose columns can be.
 */
export function otherColumns(base: BaseSide, graph: ProjectGraph): (id: NodeId) => boolean {
  const parentsOf = (id: NodeId) => graph.parents(id).filter(isModel);
  return foldUpstream<Model, boolean>(parentsOf, (parents, mayHaveOthers, id) => {
    if (isRewritten(id, base)) return true;
    const node = graph.node(id);
    return (
      node !== undefined && isModel(node) && parents.some(mayHaveOthers) && passesAllColumns(node.rawCode)
    );
  });
}

/** Whether a model's own code, or a macro that it uses, is another. */
export function isRewritten(id: NodeId, { state }: BaseSide): boolean {
  const kinds = state.modified.get(id);
  return state.added.has(id) || (kinds !== undefined && (kinds.has("body") || kinds.has("macros")));
}

/**
 * Makes a function that gives the columns that the base's catalog has of a node, where the node can have no others on
 * head: a pull request's build often writes a catalog of the models only that it changes, or none.
 */
export function unchangedColumns({
  base,
  graph,
  identifierKey,
}: RuleContext): (node: ProjectNode) => KnownColumns | undefined {
  if (base?.catalog === undefined) return () => undefined;
  const { catalog, state } = base;
  const mayHaveOthers = otherColumns(base, graph);
  const isOther = (node: ProjectNode): boolean =>
    isModel(node)
      ? mayHaveOthers(node.uniqueId)
      : state.modified.has(node.uniqueId) ||
        graph.parents(node.uniqueId).some((parent) => isModel(parent) && mayHaveOthers(parent.uniqueId));
  return (node) => {
    const before = base.counterpart(node);
    return before === undefined || isOther(node)
      ? undefined
      : catalogColumns(before.uniqueId, { catalog, identifierKey });
  };
}
