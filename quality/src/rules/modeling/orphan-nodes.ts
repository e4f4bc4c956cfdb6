import { isModel, readersOf } from "../../data-flow.ts";
import { layersOption, nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const orphanNodes = defineRule({
  id: "orphan-nodes",
  category: "modeling",
  title: "Orphan nodes",
  docs: {
    what: "A seed, or a model of a layer that serves other layers (base, staging, intermediate), that no model, snapshot, exposure, metric, semantic model or saved query reads. Public models are left out: other projects may read them.",
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
        const isPublic = isModel(node) && node.access === "public";
        return !isPublic && readersOf(context.graph, node.uniqueId).length === 0;
      })
      .map((node) => ({
        subject: node,
        message: `is a ${node.resourceType} that nothing reads`,
        place: { at: "code" } as const,
      })),
});
