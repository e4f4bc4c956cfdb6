import { z } from "zod";

import { isModel, readBy } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const stagingDependentOnStaging = defineRule({
  id: "staging-dependent-on-staging",
  category: "modeling",
  title: "Staging model dependent on staging",
  docs: {
    what: "A staging model that reads another staging model; one finding for each such parent. Base models are a layer of their own and may be read.",
    why: "Staging is one model per source table and nothing else. A staging model on another one is an intermediate model with the wrong name.",
    example: `-- models/staging/pos/stg_pos__late_orders.sql
select * from {{ ref('stg_pos__orders') }} where minutes_late > 15`,
    fix: "Rename and move the reading model to the intermediate layer, or let it read the source it stands for.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: z.strictObject({}),
  check: ({ graph, judged, isJudged, layerOf }) =>
    judged("model")
      .filter((model) => layerOf(model) === "staging")
      .flatMap((model) =>
        readBy(graph, model.uniqueId)
          .filter(isModel)
          .filter((parent) => isJudged(parent) && layerOf(parent) === "staging")
          .map((parent) => ({
            subject: model,
            message: `is a staging model and reads the staging model ${nameOf(parent)}`,
            related: [parent.uniqueId],
            place: { at: "ref", to: parent.uniqueId } as const,
          })),
      ),
});
