import { hasPrefix } from "../../layers.ts";
import { defineRule } from "../../rule.ts";
import { listed } from "../../wording.ts";

export const modelNamingConventions = defineRule({
  id: "model-naming-conventions",
  category: "structure",
  title: "Model naming conventions",
  docs: {
    what: "A model whose name does not begin with a prefix of its layer: `base_`, `stg_`, `int_`, `fct_` or `dim_` for marts, `rpt_` for all others. The semantic layer's time spines are left out.",
    why: "In the warehouse the name is all that tells a finished fact table from a half-way step.",
    example: `models/marts/orders_by_week.sql   # neither fct_ nor dim_`,
    fix: "Rename the model so that it begins with a prefix of its layer, or move it to the layer it belongs to.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged, layers, layerOf }) =>
    judged("model").flatMap((model) => {
      const layer = layerOf(model);
      const prefixes = layers.find(({ name }) => name === layer)?.prefixes ?? [];
      if (model.isTimeSpine || prefixes.some((prefix) => hasPrefix(model.name, prefix))) return [];
      return [
        {
          subject: model,
          message: `is in the ${layer} layer, whose names begin with ${listed(prefixes)}`,
          place: { at: "code" } as const,
        },
      ];
    }),
});
