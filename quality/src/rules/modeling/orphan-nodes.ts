import type { NodeId, ProjectGraph } from "@headwater/artifacts";

import { isModel, readersOf } from "../../data-flow.ts";
import { layersOption, nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const orphanNodes = defineRule({
  id: "orphan-nodes",
  category: "modeling",
  title: "Orphan nodes",
  docs: {
    what: "A seed, or a model of a layer that serves other layers (base, staging, intermediate), that no model, snapshot, exposure, metric, semantic model or saved query reads. Left out are public models, as other projects may read them, and seeds with which a test compares another node.",
    why: "It is built, tested and paid for at every run, and nobody uses it.",
    example: `models/intermediate/int_returns.sql   # nothing says ref('int_returns')`,
    fix: "Remove it, or build the model that should read it.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    layers: layersOption("base", "staging", "intermediate"),
    resource_types: resourceTypesOption(["model", "seed", "snapshot"], ["model", "seed"]),
  },
  check: (context, { layers, resource_types: types }) =>
    nodesOf(context, types, layers)
      .filter((node) => {
        if (readersOf(context.graph, node.uniqueId).length > 0) return false;
        if (isModel(node)) return node.access !== "public";
        return node.resourceType !== "seed" || !servesTests(node.uniqueId, context.graph);
      })
      .map((node) => ({
        subject: node,
        message: `is a ${node.resourceType} that nothing reads`,
        place: { at: "code" } as const,
      })),
});

/** Whether a seed holds the permitted or expected rows for a test of something else. */
function servesTests(seed: NodeId, graph: ProjectGraph): boolean {
  return graph
    .children(seed)
    .some(
      (child) =>
        child.resourceType === "test" &&
        child.attachedNode !== seed &&
        graph.parents(child.uniqueId).length > 1,
    );
}
