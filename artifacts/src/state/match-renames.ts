import type { ProjectGraph } from "../types/graph.ts";
import type { DataTest, ProjectNode } from "../types/nodes.ts";
import type { Json, NodeId } from "../types/resource.ts";

/** Text that is equal in a removed and an added node if the one became the other; undefined if nothing can tell. */
type KeyOf = (node: ProjectNode) => string | undefined;

/**
 * Nodes that have another id than in the base and are the same nonetheless: models, seeds, snapshots and other files of
 * the same text, what has the same place in the warehouse, and the tests that moved along with them. `gone` are the base's
 * nodes whose id head has not. Gives the base's id by head's.
 */
export function matchRenames(
  base: ProjectGraph,
  head: ProjectGraph,
  gone: readonly ProjectNode[],
): ReadonlyMap<NodeId, NodeId> {
  if (gone.length === 0) return new Map();
  const removed = withoutDisabled(gone, head);
  const added = head.nodes.filter((node) => base.node(node.uniqueId) === undefined);
  const matcher = new RenameMatcher(removed, withoutDisabled(added, base));
  // Files of the same text are told apart by name, as when a model moves to another package, and then by folder.
  matcher.match((node) => fileKey(node, node.name));
  matcher.match((node) => fileKey(node, folderOf(node)));
  matcher.match((node) => fileKey(node, ""));
  matcher.match(placeKey);
  matcher.match(singularTestKey);
  const idNow = matcher.currentId();
  matcher.match((node) => genericTestKey(node, idNow));
  matcher.match((node) => unitTestOfModelKey(node, idNow));
  matcher.match(unitTestKey);
  return matcher.renames;
}

class RenameMatcher {
  readonly renames = new Map<NodeId, NodeId>();
  #removed: readonly ProjectNode[];
  #added: readonly ProjectNode[];

  constructor(removed: readonly ProjectNode[], added: readonly ProjectNode[]) {
    this.#removed = inOrderOfIds(removed);
    this.#added = inOrderOfIds(added);
  }

  /** Pairs what is left and has the same key; several of one key in the order of their ids. */
  match(keyOf: KeyOf): void {
    if (this.#removed.length === 0 || this.#added.length === 0) return;
    const waiting = new Map<string, NodeId[]>();
    for (const node of this.#removed) {
      const key = keyOf(node);
      if (key === undefined) continue;
      const ids = waiting.get(key);
      if (ids === undefined) waiting.set(key, [node.uniqueId]);
      else ids.push(node.uniqueId);
    }
    for (const ids of waiting.values()) ids.reverse();
    for (const node of this.#added) {
      const key = keyOf(node);
      const from = key === undefined ? undefined : waiting.get(key)?.pop();
      if (from !== undefined) this.renames.set(node.uniqueId, from);
    }
    const matched = new Set(this.renames.values());
    this.#removed = this.#removed.filter((node) => !matched.has(node.uniqueId));
    this.#added = this.#added.filter((node) => !this.renames.has(node.uniqueId));
  }

  /** Gives head's id for one of the base's, as far as matched by now. */
  currentId(): (id: NodeId) => NodeId {
    const now = new Map([...this.renames].map(([to, from]) => [from, to]));
    return (id) => now.get(id) ?? id;
  }
}

/** The order of a manifest's keys tells nothing, and dbt does not keep it from one run to the next. */
function inOrderOfIds(nodes: readonly ProjectNode[]): readonly ProjectNode[] {
  return nodes.toSorted((left, right) => (left.uniqueId < right.uniqueId ? -1 : 1));
}

/** A node that is disabled in the other manifest is known there by its id, and was not renamed. */
function withoutDisabled(nodes: readonly ProjectNode[], { manifest }: ProjectGraph): readonly ProjectNode[] {
  const disabled = new Set(manifest.disabled.map((node) => node.uniqueId));
  return nodes.filter((node) => !disabled.has(node.uniqueId));
}

function fileKey(node: ProjectNode, distinction: string): string | undefined {
  switch (node.resourceType) {
    // A snapshot's checksum is that of its file, which holds its name, and perhaps other snapshots.
    case "snapshot":
      return node.rawCode === "" ? undefined : keyText([node.resourceType, node.rawCode, distinction]);
    case "model":
    case "seed":
    case "analysis":
    case "function": {
      const { name, value } = node.checksum;
      if (name === "none" || value === "") return undefined;
      return keyText([node.resourceType, name, value, node.rawCode, distinction]);
    }
    default:
      return undefined;
  }
}

/**
 * Two nodes of a project do not build one table: who builds it now took over from who did, also where the code or the
 * type is another (a seed that became a model, a model under a new name that keeps its alias).
 */
function placeKey(node: ProjectNode): string | undefined {
  switch (node.resourceType) {
    case "model":
    case "seed":
    case "snapshot":
    case "source": {
      const { database, schema, identifier } = node.relation;
      // Few warehouses tell names by letter case, and fewer projects have two that differ in nothing else.
      return keyText([node.resourceType === "source", database, schema, identifier]).toLowerCase();
    }
    default:
      return undefined;
  }
}

function folderOf({ originalFilePath }: ProjectNode): string {
  return originalFilePath.slice(0, originalFilePath.lastIndexOf("/") + 1);
}

function singularTestKey(node: ProjectNode): string | undefined {
  return node.resourceType === "test" && node.kind === "singular" ? keyText([node.rawCode]) : undefined;
}

/** A generic test is the same if it tests the same column of the same node in the same way. */
function genericTestKey(node: ProjectNode, idNow: (id: NodeId) => NodeId): string | undefined {
  if (node.resourceType !== "test" || node.testMetadata === undefined) return undefined;
  const { name, namespace } = node.testMetadata;
  const attached = node.attachedNode === undefined ? undefined : idNow(node.attachedNode);
  const parents = node.dependsOn.nodes.map(idNow).toSorted();
  return keyText([name, namespace, node.columnName, attached, parents, plainArguments(node)]);
}

/** The arguments that call no ref() or source(): what these give is in the dependencies, under the id of today. */
function plainArguments({ testMetadata }: DataTest): Json {
  const isCall = (value: Json) => typeof value === "string" && /\b(?:ref|source)\s*\(/.test(value);
  return Object.entries(testMetadata?.arguments ?? {})
    .filter(([, value]) => !isCall(value))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** A unit test keeps its name when its model gets another. */
function unitTestOfModelKey(node: ProjectNode, idNow: (id: NodeId) => NodeId): string | undefined {
  if (node.resourceType !== "unit_test" || node.testedNode === undefined) return undefined;
  return keyText([idNow(node.testedNode), node.name]);
}

/** A unit test's checksum does not cover its name. */
function unitTestKey(node: ProjectNode): string | undefined {
  return node.resourceType === "unit_test" && node.checksum !== undefined
    ? keyText([node.checksum])
    : undefined;
}

function keyText(parts: readonly (Json | undefined)[]): string {
  return JSON.stringify(parts);
}
