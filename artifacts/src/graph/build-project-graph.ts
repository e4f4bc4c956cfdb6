import type { ProjectGraph } from "../types/graph.ts";
import type { Group, Macro, Manifest } from "../types/manifest.ts";
import type { DataTest, NodeOf, ProjectNode, ResourceType, UnitTest } from "../types/nodes.ts";
import type { NodeId, Owner } from "../types/resource.ts";

const NONE: readonly never[] = Object.freeze([]);

/** Builds the graph over a manifest's nodes; costs time linear in nodes and edges. */
export function buildProjectGraph(manifest: Manifest): ProjectGraph {
  return new IndexedGraph(manifest);
}

class IndexedGraph implements ProjectGraph {
  readonly manifest: Manifest;
  readonly nodes: readonly ProjectNode[];
  readonly dangling: readonly { readonly from: NodeId; readonly to: NodeId }[];
  readonly #parents = new Map<NodeId, ProjectNode[]>();
  readonly #children = new Map<NodeId, ProjectNode[]>();
  readonly #byType = new Map<ResourceType, ProjectNode[]>();
  readonly #tests = new Map<NodeId, DataTest[]>();
  readonly #unitTests = new Map<NodeId, UnitTest[]>();

  constructor(manifest: Manifest) {
    const dangling: { from: NodeId; to: NodeId }[] = [];
    this.manifest = manifest;
    this.nodes = [...manifest.nodes.values()];
    for (const node of this.nodes) {
      append(this.#byType, node.resourceType, node);
      // dbt repeats a dependency that is referred to twice.
      for (const parentId of new Set(node.dependsOn.nodes)) {
        const parent = manifest.nodes.get(parentId);
        if (parent === undefined) {
          dangling.push({ from: node.uniqueId, to: parentId });
          continue;
        }
        append(this.#parents, node.uniqueId, parent);
        append(this.#children, parentId, node);
      }
      if (node.resourceType === "test" && node.attachedNode !== undefined) {
        append(this.#tests, node.attachedNode, node);
      } else if (node.resourceType === "unit_test" && node.testedNode !== undefined) {
        append(this.#unitTests, node.testedNode, node);
      }
    }
    this.dangling = dangling;
  }

  node(id: NodeId): ProjectNode | undefined {
    return this.manifest.nodes.get(id);
  }

  byType<T extends ResourceType>(type: T): readonly NodeOf<T>[] {
    // The index is by resourceType, which is what tells the node types apart.
    return (this.#byType.get(type) ?? NONE) as readonly NodeOf<T>[];
  }

  parents(id: NodeId): readonly ProjectNode[] {
    return this.#parents.get(id) ?? NONE;
  }

  children(id: NodeId): readonly ProjectNode[] {
    return this.#children.get(id) ?? NONE;
  }

  ancestors(id: NodeId, depth = Infinity): readonly ProjectNode[] {
    return reach(id, depth, this.#parents);
  }

  descendants(id: NodeId, depth = Infinity): readonly ProjectNode[] {
    return reach(id, depth, this.#children);
  }

  testsOf(id: NodeId): readonly DataTest[] {
    return this.#tests.get(id) ?? NONE;
  }

  unitTestsOf(id: NodeId): readonly UnitTest[] {
    return this.#unitTests.get(id) ?? NONE;
  }

  macro(id: NodeId): Macro | undefined {
    return this.manifest.macros.get(id);
  }

  group(name: string): Group | undefined {
    return this.manifest.groups.get(name);
  }

  ownerOf(node: ProjectNode): Owner | undefined {
    if (node.resourceType === "exposure") return node.owner;
    const group = node.group === undefined ? undefined : this.group(node.group);
    if (group !== undefined) return group.owner;
    const owner = node.meta["owner"];
    return typeof owner === "string" ? { name: owner, emails: NONE, extra: {} } : undefined;
  }
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Breadth first, so that nearer nodes come first; a cycle ends where it meets a node again. */
function reach(
  id: NodeId,
  depth: number,
  edges: ReadonlyMap<NodeId, readonly ProjectNode[]>,
): readonly ProjectNode[] {
  const seen = new Set([id]);
  const found: ProjectNode[] = [];
  let layer: readonly NodeId[] = [id];
  for (let step = 0; step < depth && layer.length > 0; step++) {
    const next: NodeId[] = [];
    for (const from of layer) {
      for (const node of edges.get(from) ?? NONE) {
        if (seen.has(node.uniqueId)) continue;
        seen.add(node.uniqueId);
        found.push(node);
        next.push(node.uniqueId);
      }
    }
    layer = next;
  }
  return found;
}
