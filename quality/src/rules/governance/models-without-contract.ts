import { isInLayers, layersOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const modelsWithoutContract = defineRule({
  id: "models-without-contract",
  category: "governance",
  title: "Models without a contract",
  docs: {
    what: "A marts model whose contract is not enforced. Public models are the matter of public-models-without-contract and are left out; so are ephemeral ones, which can have none.",
    why: "Marts are read by people and tools outside dbt. A contract stops a change of columns or types before it reaches them.",
    example: `models:
  - name: fct_orders
    columns:
      - name: order_id`,
    fix: "Set `contract: {enforced: true}` in the model's config, and declare every column with its data type.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: { layers: layersOption("marts") },
  check: ({ judged, layerOf }, { layers }) =>
    judged("model")
      .filter(
        (model) =>
          !model.contract.enforced &&
          model.access !== "public" &&
          model.config.materialized !== "ephemeral" &&
          isInLayers(model, layers, layerOf),
      )
      .map((model) => ({
        subject: model,
        message: `is in the ${layerOf(model)} layer and has no enforced contract`,
        place: { at: "key", path: ["config", "contract"] } as const,
      })),
});
