import type { ProjectGraph } from "../types/graph.ts";
import type { DataTest, ProjectNode } from "../types/nodes.ts";
import type { Json, NodeId } from "../types/resource.ts";

/**
 * Pairs nodes that left with nodes that came, ids of base to ids of head: code whose file is the same byte for byte, and then
 * the tests that are attached to what was renamed. Pairs that are not certain (two removed files of the same content) are
 * not made.
 */
export function matchRenamed(
  base: ProjectGraph,
  removed: readonly ProjectNode[],
  added: readonly ProjectNode[],
): ReadonlyMap<NodeId, NodeId> {
  const renamed = matchUnique(removed, added, contentKey);
  const attachedTo = (node: ProjectNode): NodeId | undefined =>
    node.resourceType === "test" ? node.attachedNode : undefined;
  const removedTests = removed.filter((node) => renamed.has(attachedTo(node) ?? ""));
  const newNames = new Set(renamed.values());
  const addedTests = added.filter((node) => newNames.has(attachedTo(node) ?? ""));
  const tests = matchUnique(removedTests, addedTests, (node) => {
    if (node.resourceType !== "test" || node.attachedNode === undefined) return undefined;
    const attached =
      base.node(node.attachedNode) === undefined ? node.attachedNode : renamed.get(node.attachedNode);
    return testKey(node, attached ?? node.attachedNode);
  });
  return new Map([...renamed, ...tests]);
}

/** What stays of a code file that is renamed; undefined where nothing certain does. */
function contentKey(node: ProjectNode): string | undefined {
  if (!("checksum" in node) || typeof node.checksum !== "object") return undefined;
  const { name, value } = node.checksum;
  return name === "none" || name === "path" || value === ""
    ? undefined
    : `${node.resourceType} ${name} ${value}`;
}

/** A generic test by what it tests, under the name that its node has in head. */
function testKey(test: DataTest, attached: NodeId): string | undefined {
  if (test.testMetadata === undefined) return undefined;
  const { name, namespace, arguments: values } = test.testMetadata;
  // `model` names the node, so it differs by the renaming itself.
  const others = Object.entries(values)
    .filter(([key]) => key !== "model")
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([attached, name, namespace ?? null, test.columnName ?? null, others satisfies Json]);
}

function matchUnique(
  from: readonly ProjectNode[],
  to: readonly ProjectNode[],
  keyOf: (node: ProjectNode) => string | undefined,
): Map<NodeId, NodeId> {
  const left = groupByKey(from, keyOf);
  const right = groupByKey(to, keyOf);
  const pairs = new Map<NodeId, NodeId>();
  for (const [key, nodes] of left) {
    const others = right.get(key);
    const [node, other] = [nodes[0], others?.[0]];
    if (nodes.length === 1 && others?.length === 1 && node && other) pairs.set(node.uniqueId, other.uniqueId);
  }
  return pairs;
}

function groupByKey(
  nodes: readonly ProjectNode[],
  keyOf: (node: ProjectNode) => string | undefined,
): ReadonlyMap<string, readonly ProjectNode[]> {
  const groups = new Map<string, ProjectNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}
