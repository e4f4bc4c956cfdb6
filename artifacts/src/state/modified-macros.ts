import type { Macro } from "../types/manifest.ts";
import type { NodeId } from "../types/resource.ts";

type Macros = ReadonlyMap<NodeId, Macro>;

/** Macros whose text differs, and those that only one side has. */
export function modifiedMacros(base: Macros, head: Macros): ReadonlySet<NodeId> {
  const modified = new Set<NodeId>();
  for (const [id, macro] of head) {
    const before = base.get(id);
    if (before !== macro && before?.macroSql !== macro.macroSql) modified.add(id);
  }
  for (const id of base.keys()) if (!head.has(id)) modified.add(id);
  return modified;
}

/** The given macros and all of head that call them, directly or through others. */
export function macrosThatReach(changed: ReadonlySet<NodeId>, head: Macros): ReadonlySet<NodeId> {
  if (changed.size === 0) return changed;
  const callers = new Map<NodeId, NodeId[]>();
  for (const macro of head.values()) {
    for (const called of macro.dependsOn.macros) {
      const list = callers.get(called);
      if (list === undefined) callers.set(called, [macro.uniqueId]);
      else list.push(macro.uniqueId);
    }
  }
  // A set is walked in the order of insertion, what is added on the way included.
  const reached = new Set(changed);
  for (const id of reached) for (const caller of callers.get(id) ?? []) reached.add(caller);
  return reached;
}
