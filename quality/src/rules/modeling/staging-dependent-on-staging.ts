import { isBuilt, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const stagingDependentOnStaging = defineRule({
  id: "staging-dependent-on-staging",
  category: "modeling",
  title: "Staging model dependent on staging",
  docs: {
    what: "A model or snapshot of the staging layer that reads another one; one finding for each such parent. Base models are a layer of their own and may be read.",
    why: "Staging is one model per source table and nothing else. A staging model on another one is an intermediate model with the wrong name.",
    example: `-- models/staging/pos/stg_pos__late_orders.sql
select * from {{ ref('stg_pos__orders') }} where minutes_late > 15`,
    fix: "Rename and move the reading model to the intermediate layer, or let it read the source it stands for.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged, layerOf }) =>
    [...judged("model"), ...judged("snapshot")]
      .filter((node) => layerOf(node) === "staging")
      .flatMap((node) =>
        inputsOf(graph, node.uniqueId)
          .filter(isBuilt)
          .filter((parent) => isJudged(parent) && layerOf(parent) === "staging")
          .map((parent) => ({
            subject: node,
            message: `is in the staging layer and reads from it too: ${nameOf(parent)}`,
            related: [parent.uniqueId],
            place: { at: "call", to: parent.uniqueId } as const,
          })),
      ),
});
