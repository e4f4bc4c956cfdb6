import type { ProjectGraph } from "../types/graph.ts";
import type { ProjectNode } from "../types/nodes.ts";
import type { NodeId } from "../types/resource.ts";
import { methods } from "./methods.ts";
import type { SelectContext } from "./select-context.ts";
import { selectNamed } from "./named-selectors.ts";
import { parseSelection } from "./parse-selector.ts";
import type { Criterion, Selection } from "./parse-selector.ts";
import { selectorSyntaxError, unknownMethodError } from "./selector-errors.ts";

export interface SelectOptions extends Omit<SelectContext, "graph"> {
  /** dbt's --select; absent or empty selects everything. */
  readonly select?: readonly string[];
  /** dbt's --exclude. */
  readonly exclude?: readonly string[];
}

/**
 * The ids that dbt's selectors select: nodes of all resource types, with the tests of each. dbt's own commands take of them
 * the types that they deal with. @throws ArtifactError for a selector that cannot be understood or answered
 */
export function selectNodes(graph: ProjectGraph, options: SelectOptions): ReadonlySet<NodeId> {
  const context: SelectContext = { ...options, graph };
  const select = parseSelection(options.select ?? []);
  const exclude = parseSelection(options.exclude ?? []);
  const included =
    select.length === 0 ? new Set(graph.nodes.map((node) => node.uniqueId)) : union(select, context);
  return included.difference(union(exclude, context));
}

function union(selection: Selection, context: SelectContext): Set<NodeId> {
  return new Set(selection.flatMap((criteria) => [...intersection(criteria, context)]));
}

/** dbt adds the tests to each criterion, so that `tag:a,tag:b` keeps those of either that the other brings too. */
function intersection(criteria: readonly Criterion[], context: SelectContext): Set<NodeId> {
  return criteria
    .map((criterion) => selectCriterion(criterion, context))
    .reduce((left, right) => left.intersection(right));
}

/** `inside` are the names of the selectors of selectors.yml whose definition the criterion is a part of. */
function selectCriterion(
  criterion: Criterion,
  context: SelectContext,
  inside: readonly string[] = [],
): Set<NodeId> {
  if (criterion.method !== "selector") {
    return withTests(withRelatives(matching(criterion, context), criterion, context), criterion, context);
  }
  const named = selectNamed(criterion, context.graph.manifest, (name, part) => {
    if (inside.includes(name)) throw selectorSyntaxError(criterion.text, `the selector ${name} needs itself`);
    return selectCriterion(part, context, [...inside, name]);
  });
  // The definition says which tests come along.
  return withRelatives(new Set(named), criterion, context);
}

function matching(criterion: Criterion, context: SelectContext): Set<NodeId> {
  const method = methods.get(criterion.method);
  if (method === undefined) {
    throw unknownMethodError(criterion.text, criterion.method, [...methods.keys(), "selector"]);
  }
  const nodes = context.graph.nodes.filter(method(criterion, context));
  return new Set(nodes.map((node) => node.uniqueId));
}

/** The operators `+` and `@`. */
function withRelatives(ids: Set<NodeId>, criterion: Criterion, { graph }: SelectContext): Set<NodeId> {
  const up = (from: Set<NodeId>, depth: number) => reach(from, depth, (id) => graph.parents(id));
  const down = (from: Set<NodeId>, depth: number) => reach(from, depth, (id) => graph.children(id));
  if (criterion.hasChildrensParents) return up(down(ids, Infinity), Infinity);
  return up(ids, criterion.parentsDepth).union(down(ids, criterion.childrenDepth));
}

/** Tests come along with what they test; dbt's default is eager: with any of the nodes that they test. */
function withTests(
  ids: Set<NodeId>,
  { indirectSelection }: Criterion,
  { graph }: SelectContext,
): Set<NodeId> {
  if (indirectSelection === "empty") return ids;
  const enough =
    indirectSelection === "buildable" ? reach(ids, Infinity, (id) => graph.parents(id)) : new Set(ids);
  const isTested = (id: NodeId) =>
    enough.has(id) || (indirectSelection === "buildable" && graph.node(id)?.resourceType === "source");
  const all = new Set(ids);
  for (const id of ids) {
    for (const { resourceType, uniqueId, dependsOn } of graph.children(id)) {
      if (resourceType !== "test" && resourceType !== "unit_test") continue;
      if (indirectSelection === "eager" || dependsOn.nodes.every(isTested)) all.add(uniqueId);
    }
  }
  return all;
}

/** The ids, and what `next` leads to within `depth` steps. */
function reach(ids: Set<NodeId>, depth: number, next: (id: NodeId) => readonly ProjectNode[]): Set<NodeId> {
  const reached = new Set(ids);
  let layer: Iterable<NodeId> = ids;
  for (let step = 0; step < depth; step++) {
    const found = new Set<NodeId>();
    for (const id of layer) {
      for (const node of next(id)) if (!reached.has(node.uniqueId)) found.add(node.uniqueId);
    }
    if (found.size === 0) break;
    for (const id of found) reached.add(id);
    layer = found;
  }
  return reached;
}
