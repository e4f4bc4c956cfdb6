import { isSource, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

const laterLayers = new Set(["intermediate", "marts"]);

export const martsOrIntermediateDependentOnSource = defineRule({
  id: "marts-or-intermediate-dependent-on-source",
  category: "modeling",
  title: "Marts or intermediate model dependent on a source",
  docs: {
    what: "A model or snapshot of the intermediate or marts layer that reads a source table directly; one finding for each source table.",
    why: "The staging model is the one place where raw names and types become the project's own. Without it, raw details leak into the models people use.",
    example: `-- models/marts/fct_deliveries.sql
select id from {{ source('pos', 'deliveries') }}`,
    fix: "Add a staging model for the source table, and read that.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged, layerOf }) =>
    [...judged("model"), ...judged("snapshot")]
      .filter((node) => laterLayers.has(layerOf(node)))
      .flatMap((node) =>
        inputsOf(graph, node.uniqueId)
          .filter(isSource)
          .filter(isJudged)
          .map((source) => ({
            subject: node,
            message: `reads the source ${nameOf(source)} directly, from the ${layerOf(node)} layer`,
            related: [source.uniqueId],
            place: { at: "call", to: source.uniqueId } as const,
          })),
      ),
});
