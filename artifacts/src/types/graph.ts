import type { Group, Macro, Manifest } from "./manifest.ts";
import type { DataTest, NodeOf, ProjectNode, ResourceType, UnitTest } from "./nodes.ts";
import type { NodeId, Owner } from "./resource.ts";

/**
 * The project as a graph, built once from a manifest; every question is pure and answers in the manifest's order.
 * Asking for an unknown id gives undefined or an empty list: ids come from files that others wrote.
 */
export interface ProjectGraph {
  readonly manifest: Manifest;
  readonly nodes: readonly ProjectNode[];
  node(id: NodeId): ProjectNode | undefined;
  byType<T extends ResourceType>(type: T): readonly NodeOf<T>[];
  /** What the node depends on directly, tests and ephemeral models included, each once. */
  parents(id: NodeId): readonly ProjectNode[];
  /** What depends on the node directly, tests included, each once. */
  children(id: NodeId): readonly ProjectNode[];
  /** Everything upstream, without the node itself, nearest first; `depth` 1 is the parents. Cycles end. */
  ancestors(id: NodeId, depth?: number): readonly ProjectNode[];
  descendants(id: NodeId, depth?: number): readonly ProjectNode[];
  /** The data tests that are attached to the node (a relationships test belongs to the child's side only). */
  testsOf(id: NodeId): readonly DataTest[];
  unitTestsOf(id: NodeId): readonly UnitTest[];
  macro(id: NodeId): Macro | undefined;
  group(name: string): Group | undefined;
  /** An exposure's own owner, else the group's, else `meta.owner` as a name. */
  ownerOf(node: ProjectNode): Owner | undefined;
  /** Dependencies that no node of the manifest answers to, e.g. disabled nodes or a damaged manifest. */
  readonly dangling: readonly { readonly from: NodeId; readonly to: NodeId }[];
}
