import type { ProjectGraph } from "../types/graph.ts";
import type { ProjectNode } from "../types/nodes.ts";
import type { NodeId } from "../types/resource.ts";
import { METHODS } from "./methods.ts";
import type { SelectContext } from "./methods.ts";
import { parseSelection } from "./parse-selector.ts";
import type { Criterion, Selection } from "./parse-selector.ts";
import { unknownMethodError } from "./selector-errors.ts";

export interface SelectOptions extends Omit<SelectContext, "graph"> {
  /** dbt's --select; absent or empty selects everything. */
  readonly select?: readonly string[];
  /** dbt's --exclude. */
  readonly exclude?: readonly string[];
  /**
   * Which tests come along with the nodes that they test: with dbt's default "eager", all of which any node is selected;
   * with "cautious", those of which all nodes are; with "empty", none.
   */
  readonly indirectSelection?: "eager" | "cautious" | "empty";
}

/**
 * The ids that dbt's selectors select, of all resource types (dbt's own commands then take the types that they deal with).
 * Disabled nodes are never selected. @throws ArtifactError for a selector that cannot be understood
 */
export function selectNodes(graph: ProjectGraph, options: SelectOptions): ReadonlySet<NodeId> {
  const selector = new Selector({ graph, state: options.state, results: options.results }, options);
  const select = parseSelection(options.select ?? []);
  const included =
    select.length === 0 ? new Set(graph.nodes.map((node) => node.uniqueId)) : selector.union(select);
  return included.difference(selector.union(parseSelection(options.exclude ?? [])));
}

class Selector {
  readonly #context: SelectContext;
  readonly #indirect: "eager" | "cautious" | "empty";

  constructor(context: SelectContext, options: SelectOptions) {
    this.#context = context;
    this.#indirect = options.indirectSelection ?? "eager";
  }

  union(selection: Selection): Set<NodeId> {
    let united = new Set<NodeId>();
    for (const criteria of selection) united = united.union(this.#intersection(criteria));
    return this.#indirect === "cautious" ? this.#withTests(united) : united;
  }

  #intersection(criteria: readonly Criterion[]): Set<NodeId> {
    return criteria
      .map((criterion) => this.#withTests(this.#criterion(criterion)))
      .reduce((left, right) => left.intersection(right));
  }

  #criterion(criterion: Criterion): Set<NodeId> {
    const method = Object.hasOwn(METHODS, criterion.method) ? METHODS[criterion.method] : undefined;
    if (method === undefined)
      throw unknownMethodError(criterion.text, criterion.method, Object.keys(METHODS));
    const isMatch = method(criterion, this.#context);
    const matched = new Set<NodeId>();
    for (const node of this.#context.graph.nodes)
      if (node.config.enabled && isMatch(node)) matched.add(node.uniqueId);
    return this.#withRelatives(matched, criterion);
  }

  #withRelatives(matched: Set<NodeId>, criterion: Criterion): Set<NodeId> {
    const { graph } = this.#context;
    const up = (ids: Set<NodeId>, depth: number): Set<NodeId> => reach(ids, depth, (id) => graph.parents(id));
    const down = (ids: Set<NodeId>, depth: number): Set<NodeId> =>
      reach(ids, depth, (id) => graph.children(id));
    if (criterion.hasChildrensParents) return up(down(matched, Infinity), Infinity);
    return up(matched, criterion.parentsDepth).union(down(matched, criterion.childrenDepth));
  }

  /** Tests are selected along with what they test. */
  #withTests(selected: Set<NodeId>): Set<NodeId> {
    if (this.#indirect === "empty") return selected;
    const { graph } = this.#context;
    const all = new Set(selected);
    for (const id of selected) {
      for (const child of graph.children(id)) {
        if (child.resourceType !== "test" && child.resourceType !== "unit_test") continue;
        if (this.#indirect === "eager" || child.dependsOn.nodes.every((parent) => selected.has(parent))) {
          all.add(child.uniqueId);
        }
      }
    }
    return all;
  }
}

/** The ids, and what `next` leads to within `depth` steps. */
function reach(ids: Set<NodeId>, depth: number, next: (id: NodeId) => readonly ProjectNode[]): Set<NodeId> {
  const reached = new Set(ids);
  let layer = ids;
  for (let step = 0; step < depth && layer.size > 0; step++) {
    const found = new Set<NodeId>();
    for (const id of layer) {
      for (const node of next(id)) if (!reached.has(node.uniqueId)) found.add(node.uniqueId);
    }
    for (const id of found) reached.add(id);
    layer = found;
  }
  return reached;
}
