import type { ProjectGraph } from "../types/graph.ts";
import type { NodeId } from "../types/resource.ts";
import type { StateComparison, StateKind } from "../types/state.ts";
import { nodeComparer } from "./compare-nodes.ts";
import { macrosWithChanges } from "./macros-with-changes.ts";
import { matchRenames } from "./match-renames.ts";

/**
 * Compares two manifests of one project as dbt's `state:` selectors do, and finds renamed nodes beside that. Costs time
 * in proportion to the nodes; those that are one object in both manifests (see `shareWith`) are not looked into.
 */
export function compareState(base: ProjectGraph, head: ProjectGraph): StateComparison {
  const gone = base.nodes.filter((node) => head.node(node.uniqueId) === undefined);
  const added = new Set<NodeId>();
  const modified = new Map<NodeId, ReadonlySet<StateKind>>();
  const usesChangedMacro = new Set<NodeId>();
  const compare = nodeComparer(base, head);
  const changedMacros = macrosWithChanges(base.manifest.macros, head.manifest.macros);
  const renames = matchRenames(base, head, gone);
  for (const node of head.nodes) {
    const id = node.uniqueId;
    const hasMacroChange =
      changedMacros.size > 0 && node.dependsOn.macros.some((to) => changedMacros.has(to));
    if (hasMacroChange) usesChangedMacro.add(id);
    const before = base.node(renames.get(id) ?? id);
    if (before === undefined) {
      added.add(id);
      continue;
    }
    const kinds = new Set<StateKind>(before === node ? [] : compare(before, node));
    // A new id is always a new fqn: that a node is renamed says it already.
    if (renames.has(id)) kinds.delete("fqn");
    if (hasMacroChange) kinds.add("macros");
    if (kinds.size > 0) modified.set(id, kinds);
  }
  const renamedFrom = new Set(renames.values());
  const removed = gone.map((node) => node.uniqueId).filter((id) => !renamedFrom.has(id));
  const renamed = [...renames].map(([to, from]) => ({ from, to }));
  return { added, removed: new Set(removed), modified, renamed, usesChangedMacro };
}
