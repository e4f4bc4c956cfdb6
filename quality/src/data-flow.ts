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

/** The sources, seeds, snapshots and models that a reader reads directly. */
export function readBy(graph: ProjectGraph, id: NodeId): readonly Upstream[] {
  return (flowOf(graph).get(id) ?? nobody).upstream;
}

/** The models, snapshots, exposures, metrics, semantic models and saved queries that read a node directly. */
export function readersOf(graph: ProjectGraph, id: NodeId): readonly Reader[] {
  const { built, others } = flowOf(graph).get(id) ?? nobody;
  return others.length === 0 ? built : [...built, ...others];
}

/** The models and snapshots that read a node directly. */
export function builtFrom(graph: ProjectGraph, id: NodeId): readonly Built[] {
  return (flowOf(graph).get(id) ?? nobody).built;
}

/** What a node reads, and what reads it. */
interface Neighbours {
  upstream: readonly Upstream[];
  readonly built: Built[];
  /** The readers that are not built. */
  readonly others: Exclude<Reader, Built>[];
}

const nobody: Neighbours = { upstream: [], built: [], others: [] };
const flows = new WeakMap<ProjectGraph, ReadonlyMap<NodeId, Neighbours>>();

const readerTypes = ["model", "snapshot", "exposure", "metric", "semantic_model", "saved_query"] as const;

/** A dozen rules ask for every node's neighbours, so they are found once: from the readers, as most nodes are tests. */
function flowOf(graph: ProjectGraph): ReadonlyMap<NodeId, Neighbours> {
  const known = flows.get(graph);
  if (known) return known;
  const flow = new Map<NodeId, Neighbours>();
  const neighboursOf = (id: NodeId): Neighbours => {
    let found = flow.get(id);
    if (found === undefined) flow.set(id, (found = { upstream: nobody.upstream, built: [], others: [] }));
    return found;
  };
  for (const type of readerTypes) {
    for (const node of graph.byType(type)) {
      const parents = graph.parents(node.uniqueId);
      neighboursOf(node.uniqueId).upstream = parents.every(isUpstream) ? parents : parents.filter(isUpstream);
      for (const { uniqueId } of parents) {
        const { built, others } = neighboursOf(uniqueId);
        if (isBuilt(node)) built.push(node);
        else others.push(node);
      }
    }
  }
  flows.set(graph, flow);
  return flow;
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
