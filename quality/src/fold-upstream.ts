import type { NodeId, ProjectNode } from "@headwater/artifacts";

/**
 * Makes a function that works out a node's value from the values of its parents. Every node is worked out once, so
 * asking for all of them takes time in proportion to the graph. It does not recurse, as chains can be longer than the
 * call stack. In a cycle, which only a damaged manifest has, the value of a parent may not be known yet.
 */
export function foldUpstream<Parent extends ProjectNode, Value>(
  parentsOf: (id: NodeId) => readonly Parent[],
  combine: (parents: readonly Parent[], valueOf: (parent: Parent) => Value | undefined, id: NodeId) => Value,
): (id: NodeId) => Value {
  const values = new Map<NodeId, Value>();
  /** The nodes whose parents were put before them once, so that a cycle ends. */
  const entered = new Set<NodeId>();
  const valueOf = ({ uniqueId }: Parent) => values.get(uniqueId);

  const settle = (start: NodeId): Value => {
    const open = [start];
    for (;;) {
      const id = open.at(-1) ?? start;
      const parents = parentsOf(id);
      const openBefore = open.length;
      for (const { uniqueId } of parents) {
        if (!values.has(uniqueId) && !entered.has(uniqueId) && uniqueId !== id) open.push(uniqueId);
      }
      if (open.length > openBefore) {
        entered.add(id);
        continue;
      }
      const value = values.get(id) ?? combine(parents, valueOf, id);
      values.set(id, value);
      open.pop();
      if (open.length === 0) return value;
    }
  };

  return (id) => values.get(id) ?? settle(id);
}
