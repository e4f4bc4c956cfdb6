import { isModel, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

const laterLayers = new Set(["intermediate", "marts"]);

export const stagingDependentOnMartsOrIntermediate = defineRule({
  id: "staging-dependent-on-marts-or-intermediate",
  category: "modeling",
  title: "Staging model dependent on a later layer",
  docs: {
    what: "A staging model that reads an intermediate or marts model; one finding for each such parent.",
    why: "Data flows from raw to staging to intermediate to marts. A staging model against that flow is misnamed, or makes the layers meaningless.",
    example: `-- models/staging/pos/stg_pos__top_products.sql
select * from {{ ref('dim_products') }} where sales > 1000`,
    fix: "Give the model the name and folder of the layer it belongs to, or let it read the source it stands for.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged, layerOf }) =>
    judged("model")
      .filter((model) => layerOf(model) === "staging")
      .flatMap((model) =>
        inputsOf(graph, model.uniqueId)
          .filter(isModel)
          .filter((parent) => isJudged(parent) && laterLayers.has(layerOf(parent)))
          .map((parent) => ({
            subject: model,
            message: `is a staging model and reads the ${layerOf(parent)} model ${nameOf(parent)}`,
            related: [parent.uniqueId],
            place: { at: "call", to: parent.uniqueId } as const,
          })),
      ),
});
