import type { NodeId, ProjectNode } from "@headwater/artifacts";

/**
 * Makes a function that works out a node's value from the values of its parents. Every node is worked out once, so
 * asking for all of them takes time in proportion to the graph. It does not recurse, as chains can be longer than the
 * call stack. In a cycle, which only a damaged manifest has, a parent whose value is not known yet is left out.
 */
export function foldUpstream<Parent extends ProjectNode, Value>(
  parentsOf: (id: NodeId) => readonly Parent[],
  combine: (parents: readonly (readonly [Parent, Value])[], id: NodeId) => Value,
): (id: NodeId) => Value {
  const values = new Map<NodeId, Value>();

  const known = (parent: Parent): readonly (readonly [Parent, Value])[] => {
    const value = values.get(parent.uniqueId);
    return value === undefined ? [] : [[parent, value]];
  };

  const settle = (start: NodeId): Value => {
    const open = [start];
    const entered = new Set<NodeId>();
    for (;;) {
      const id = open.at(-1) ?? start;
      const parents = parentsOf(id);
      const waiting = parents.filter(
        ({ uniqueId }) => !values.has(uniqueId) && !entered.has(uniqueId) && uniqueId !== id,
      );
      if (waiting.length > 0) {
        entered.add(id);
        for (const parent of waiting) open.push(parent.uniqueId);
        continue;
      }
      const value = values.get(id) ?? combine(parents.flatMap(known), id);
      values.set(id, value);
      open.pop();
      if (open.length === 0) return value;
    }
  };

  return (id) => values.get(id) ?? settle(id);
}
