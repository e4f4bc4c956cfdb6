import type { Macro } from "../types/manifest.ts";
import type { NodeId } from "../types/resource.ts";

type Macros = ReadonlyMap<NodeId, Macro>;

/** The macros whose text is new, changed or gone, and all of head's that call one of them, however far away. */
export function macrosWithChanges(base: Macros, head: Macros): ReadonlySet<NodeId> {
  const changed = new Set<NodeId>();
  for (const [id, macro] of head) {
    const before = base.get(id);
    if (before !== macro && before?.macroSql !== macro.macroSql) changed.add(id);
  }
  for (const id of base.keys()) if (!head.has(id)) changed.add(id);
  if (changed.size === 0) return changed;

  const callers = callersOf(head);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of changed) {
    for (const caller of callers.get(id) ?? []) changed.add(caller);
  }
  return changed;
}

function callersOf(macros: Macros): ReadonlyMap<NodeId, readonly NodeId[]> {
  const callers = new Map<NodeId, NodeId[]>();
  for (const [id, macro] of macros) {
    for (const called of macro.dependsOn.macros) {
      const list = callers.get(called);
      if (list === undefined) callers.set(called, [id]);
      else list.push(id);
    }
  }
  return callers;
}
