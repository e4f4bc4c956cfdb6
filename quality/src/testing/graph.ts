import type { Manifest, NodeId, NodeOf, ProjectGraph, ProjectNode, ResourceType } from "@headwater/artifacts";

/** A graph over a manifest that was built in memory. */
export function graphOf(manifest: Manifest): ProjectGraph {
  const nodes = [...manifest.nodes.values()];
  const known = (ids: Iterable<NodeId>): ProjectNode[] =>
    [...new Set(ids)].flatMap((id) => manifest.nodes.get(id) ?? []);
  const childIds = new Map<NodeId, NodeId[]>();
  for (const node of nodes) {
    for (const parent of node.dependsOn.nodes) {
      childIds.set(parent, [...(childIds.get(parent) ?? []), node.uniqueId]);
    }
  }
  const parents = (id: NodeId) => known(manifest.nodes.get(id)?.dependsOn.nodes ?? []);
  const children = (id: NodeId) => known(childIds.get(id) ?? []);
  const reach = (id: NodeId, next: (id: NodeId) => ProjectNode[], depth = Infinity) => {
    const seen = new Set([id]);
    let frontier = [id];
    for (let step = 0; step < depth && frontier.length > 0; step++) {
      frontier = frontier
        .flatMap((at) => next(at).map((node) => node.uniqueId))
        .filter((at) => !seen.has(at));
      for (const at of frontier) seen.add(at);
    }
    return known([...seen].slice(1));
  };
  const isType = <T extends ResourceType>(node: ProjectNode, type: T): node is NodeOf<T> =>
    node.resourceType === type;
  return {
    manifest,
    nodes,
    node: (id) => manifest.nodes.get(id),
    byType: <T extends ResourceType>(type: T) =>
      nodes.filter((node): node is NodeOf<T> => isType(node, type)),
    parents,
    children,
    ancestors: (id, depth) => reach(id, parents, depth),
    descendants: (id, depth) => reach(id, children, depth),
    testsOf: (id) => nodes.filter((node) => isType(node, "test")).filter((each) => each.attachedNode === id),
    unitTestsOf: (id) =>
      nodes.filter((node) => isType(node, "unit_test")).filter((each) => each.testedNode === id),
    macro: (id) => manifest.macros.get(id),
    group: (name) => manifest.groups.get(name),
    ownerOf: (node) =>
      node.resourceType === "exposure" ? node.owner : manifest.groups.get(node.group ?? "")?.owner,
    dangling: nodes.flatMap((node) =>
      node.dependsOn.nodes
        .filter((id) => !manifest.nodes.has(id))
        .map((id) => ({ from: node.uniqueId, to: id })),
    ),
  };
}
