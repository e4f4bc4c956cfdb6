import type {
  Exposure,
  Metric,
  Model,
  NodeId,
  ProjectGraph,
  ProjectNode,
  SavedQuery,
  Seed,
  SemanticModel,
  Snapshot,
  Source,
} from "@headwater/artifacts";

/** What rows come from. */
export type Upstream = Model | Seed | Snapshot | Source;

/** What takes rows from another node. Tests, analyses and macros' operations take none that anyone sees. */
export type Reader = Model | Snapshot | Exposure | Metric | SemanticModel | SavedQuery;

/** What is built from other nodes in the warehouse. */
export type Built = Model | Snapshot;

/** The sources, seeds, snapshots and models that a node reads directly. */
export function readBy(graph: ProjectGraph, id: NodeId): readonly Upstream[] {
  return remembered(flowOf(graph).upstream, id, () => graph.parents(id).filter(isUpstream));
}

/** The models, snapshots, exposures, metrics, semantic models and saved queries that read a node directly. */
export function readersOf(graph: ProjectGraph, id: NodeId): readonly Reader[] {
  return remembered(flowOf(graph).readers, id, () => graph.children(id).filter(isReader));
}

/** The models and snapshots that read a node directly. */
export function builtFrom(graph: ProjectGraph, id: NodeId): readonly Built[] {
  return remembered(flowOf(graph).built, id, () => readersOf(graph, id).filter(isBuilt));
}

/** What was asked of a graph before. A dozen rules ask the same of every node, and most children are tests. */
interface Flow {
  readonly upstream: Map<NodeId, readonly Upstream[]>;
  readonly readers: Map<NodeId, readonly Reader[]>;
  readonly built: Map<NodeId, readonly Built[]>;
}

const flows = new WeakMap<ProjectGraph, Flow>();

function flowOf(graph: ProjectGraph): Flow {
  const known = flows.get(graph);
  if (known) return known;
  const flow: Flow = { upstream: new Map(), readers: new Map(), built: new Map() };
  flows.set(graph, flow);
  return flow;
}

function remembered<T>(answers: Map<NodeId, T>, id: NodeId, answer: () => T): T {
  const known = answers.get(id);
  if (known !== undefined) return known;
  const found = answer();
  answers.set(id, found);
  return found;
}

export function isModel(node: ProjectNode): node is Model {
  return node.resourceType === "model";
}

export function isSource(node: ProjectNode): node is Source {
  return node.resourceType === "source";
}

export function isBuilt(node: ProjectNode): node is Built {
  return node.resourceType === "model" || node.resourceType === "snapshot";
}

/** A relation that is computed again at every read: a view, or an ephemeral model that becomes part of its reader. */
export function isComputedAtRead(node: ProjectNode): node is Model {
  return isModel(node) && (node.config.materialized === "view" || node.config.materialized === "ephemeral");
}

function isUpstream(node: ProjectNode): node is Upstream {
  return isBuilt(node) || isSource(node) || node.resourceType === "seed";
}

function isReader(node: ProjectNode): node is Reader {
  return (
    isBuilt(node) ||
    node.resourceType === "exposure" ||
    node.resourceType === "metric" ||
    node.resourceType === "semantic_model" ||
    node.resourceType === "saved_query"
  );
}
