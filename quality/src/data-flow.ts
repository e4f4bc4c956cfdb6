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

/** What `ref()` can name and dbt puts into the warehouse. */
export type Refable = Model | Seed | Snapshot;

/** A node that holds rows which others read. */
export type Input = Refable | Source;

/** A node that reads rows and passes them on. Tests, analyses and operations read, but pass nothing on. */
export type Reader = Model | Snapshot | Exposure | Metric | SemanticModel | SavedQuery;

/** A node that dbt builds in the warehouse from other nodes. */
export type Built = Model | Snapshot;

/** The sources, seeds, snapshots and models that a node reads directly. */
export function inputsOf(graph: ProjectGraph, id: NodeId): readonly Input[] {
  return (flowOf(graph).get(id) ?? noNeighbours).inputs;
}

/** The models, snapshots, exposures, metrics, semantic models and saved queries that read a node directly. */
export function readersOf(graph: ProjectGraph, id: NodeId): readonly Reader[] {
  const { built, others } = flowOf(graph).get(id) ?? noNeighbours;
  return others.length === 0 ? built : [...built, ...others];
}

/** The models and snapshots that read a node directly. */
export function builtReadersOf(graph: ProjectGraph, id: NodeId): readonly Built[] {
  return (flowOf(graph).get(id) ?? noNeighbours).built;
}

/** What a node reads, and what reads it. */
interface Neighbours {
  inputs: readonly Input[];
  readonly built: Built[];
  /** The readers that are not built. */
  readonly others: Exclude<Reader, Built>[];
}

const noNeighbours: Neighbours = { inputs: [], built: [], others: [] };
const flows = new WeakMap<ProjectGraph, ReadonlyMap<NodeId, Neighbours>>();

const readerTypes = ["model", "snapshot", "exposure", "metric", "semantic_model", "saved_query"] as const;

/**
 * The neighbours of every node, worked out once for each graph because a dozen rules ask for them. Most nodes are tests,
 * so it walks over the readers only.
 */
function flowOf(graph: ProjectGraph): ReadonlyMap<NodeId, Neighbours> {
  const known = flows.get(graph);
  if (known) return known;
  const flow = new Map<NodeId, Neighbours>();
  const neighboursOf = (id: NodeId): Neighbours => {
    let found = flow.get(id);
    if (found === undefined) flow.set(id, (found = { inputs: noNeighbours.inputs, built: [], others: [] }));
    return found;
  };
  for (const type of readerTypes) {
    for (const node of graph.byType(type)) {
      const parents = graph.parents(node.uniqueId);
      neighboursOf(node.uniqueId).inputs = parents.every(isInput) ? parents : parents.filter(isInput);
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

export function isRefable(node: ProjectNode): node is Refable {
  return isBuilt(node) || node.resourceType === "seed";
}

/** A view, or an ephemeral model (which becomes part of its reader): its rows are computed anew at every read. */
export function isComputedAtRead(node: ProjectNode): node is Model {
  return isModel(node) && (node.config.materialized === "view" || node.config.materialized === "ephemeral");
}

function isInput(node: ProjectNode): node is Input {
  return isRefable(node) || isSource(node);
}
