import type { ProjectGraph } from "../types/graph.ts";
import type { Group, Macro, Manifest } from "../types/manifest.ts";
import type { DataTest, NodeOf, ProjectNode, ResourceType, UnitTest } from "../types/nodes.ts";
import type { NodeId, Owner } from "../types/resource.ts";
import { ownerInMeta } from "./owner-in-meta.ts";

const NONE: readonly never[] = Object.freeze([]);

/** Builds the graph over a manifest's nodes; costs time linear in nodes and edges. */
export function buildProjectGraph(manifest: Manifest): ProjectGraph {
  return new IndexedGraph(manifest);
}

/** The parents or children of every node, by the nodes' numbers, as compressed sparse rows. */
interface Edges {
  /** Where a node's row begins in `targets`; it ends where the next node's begins. */
  readonly firsts: Int32Array;
  readonly targets: ArrayLike<number>;
}

/** The neighbours of each node, by its number; undefined until they are asked for. */
type Neighbours = (readonly ProjectNode[] | undefined)[];

/** Nodes are numbered, so that an edge costs one look-up by id when the graph is built and none when it is walked. */
class IndexedGraph implements ProjectGraph {
  readonly manifest: Manifest;
  readonly nodes: readonly ProjectNode[];
  readonly dangling: readonly { readonly from: NodeId; readonly to: NodeId }[];
  readonly #indexes = new Map<NodeId, number>();
  readonly #parents: Edges;
  readonly #children: Edges;
  readonly #parentNodes: Neighbours;
  readonly #childNodes: Neighbours;
  readonly #byType = new Map<ResourceType, ProjectNode[]>();
  readonly #tests = new Map<NodeId, DataTest[]>();
  readonly #unitTests = new Map<NodeId, UnitTest[]>();

  constructor(manifest: Manifest) {
    this.manifest = manifest;
    this.nodes = [...manifest.nodes.values()];
    for (const node of this.nodes) this.#indexes.set(node.uniqueId, this.#indexes.size);
    const count = this.nodes.length;
    const dangling: { from: NodeId; to: NodeId }[] = [];
    const firsts = new Int32Array(count + 1);
    const targets: number[] = [];
    for (let index = 0; index < count; index++) {
      const { uniqueId, dependsOn } = this.nodes[index]!;
      const first = targets.length;
      for (const id of dependsOn.nodes) {
        const parent = this.#indexes.get(id);
        if (parent === undefined) dangling.push({ from: uniqueId, to: id });
        // dbt repeats a dependency that is referred to twice; and no node is its own parent.
        else if (parent !== index && !targets.includes(parent, first)) targets.push(parent);
      }
      firsts[index + 1] = targets.length;
    }
    this.#parents = { firsts, targets };
    this.#children = reversed(this.#parents);
    this.#parentNodes = Array.from({ length: count });
    this.#childNodes = Array.from({ length: count });
    this.dangling = dangling;
    for (const node of this.nodes) this.#classify(node);
  }

  #classify(node: ProjectNode): void {
    append(this.#byType, node.resourceType, node);
    if (node.resourceType === "test" && node.attachedNode !== undefined)
      append(this.#tests, node.attachedNode, node);
    else if (node.resourceType === "unit_test" && node.testedNode !== undefined) {
      append(this.#unitTests, node.testedNode, node);
    }
  }

  node(id: NodeId): ProjectNode | undefined {
    return this.manifest.nodes.get(id);
  }

  byType<T extends ResourceType>(type: T): readonly NodeOf<T>[] {
    // The index is by resourceType, which is what tells the node types apart.
    return (this.#byType.get(type) ?? NONE) as readonly NodeOf<T>[];
  }

  parents(id: NodeId): readonly ProjectNode[] {
    return this.#neighbours(id, this.#parents, this.#parentNodes);
  }

  children(id: NodeId): readonly ProjectNode[] {
    return this.#neighbours(id, this.#children, this.#childNodes);
  }

  ancestors(id: NodeId, depth = Infinity): readonly ProjectNode[] {
    return this.#reach(id, depth, this.#parents);
  }

  descendants(id: NodeId, depth = Infinity): readonly ProjectNode[] {
    return this.#reach(id, depth, this.#children);
  }

  /** Makes a node's list of neighbours when it is asked for the first time, and keeps it. */
  #neighbours(id: NodeId, { firsts, targets }: Edges, asked: Neighbours): readonly ProjectNode[] {
    const index = this.#indexes.get(id);
    if (index === undefined) return NONE;
    const known = asked[index];
    if (known !== undefined) return known;
    const found: ProjectNode[] = [];
    for (let at = firsts[index]!; at < firsts[index + 1]!; at++) found.push(this.nodes[targets[at]!]!);
    asked[index] = found;
    return found;
  }

  /** Breadth first, so that nearer nodes come first; a cycle ends where it meets a node again. */
  #reach(id: NodeId, depth: number, { firsts, targets }: Edges): readonly ProjectNode[] {
    const start = this.#indexes.get(id);
    if (start === undefined) return NONE;
    const seen = new Set([start]);
    let layer: readonly number[] = [start];
    for (let step = 0; step < depth && layer.length > 0; step++) {
      const next: number[] = [];
      for (const from of layer) {
        for (let at = firsts[from]!; at < firsts[from + 1]!; at++) {
          const to = targets[at]!;
          if (seen.has(to)) continue;
          seen.add(to);
          next.push(to);
        }
      }
      layer = next;
    }
    seen.delete(start);
    return Array.from(seen, (index) => this.nodes[index]!);
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
    return ownerInMeta(node.meta["owner"]);
  }
}

/** The same edges in the other direction; each node's are in the order of the nodes that they lead to. */
function reversed({ firsts, targets }: Edges): Edges {
  const reversedFirsts = new Int32Array(firsts.length);
  for (let at = 0; at < targets.length; at++) reversedFirsts[targets[at]! + 1]!++;
  for (let node = 1; node < firsts.length; node++) reversedFirsts[node]! += reversedFirsts[node - 1]!;
  const next = reversedFirsts.slice();
  const reversedTargets = new Int32Array(targets.length);
  for (let node = 0; node + 1 < firsts.length; node++) {
    for (let at = firsts[node]!; at < firsts[node + 1]!; at++) reversedTargets[next[targets[at]!]!++] = node;
  }
  return { firsts: reversedFirsts, targets: reversedTargets };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
