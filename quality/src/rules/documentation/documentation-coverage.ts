import { layerShares } from "../../layer-shares.ts";
import { option, targetPercentage } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { isText } from "../../wording.ts";

export const documentationCoverage = defineRule({
  id: "documentation-coverage",
  category: "documentation",
  title: "Documentation coverage",
  docs: {
    what: "A project in which fewer than `target` percent (100) of the models have a description.",
    why: "What is not described is read wrongly or not used at all, and nobody sees from the single gaps how far the whole has come.",
    example: `models:
  - name: orders
    description: One row per order.
  - name: refunds        # 1 of 2 models is described: 50 %`,
    fix: "Describe the models that undocumented-models names, the marts first.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  isSelectable: false,
  options: {
    target: option(targetPercentage, {
      default: 100,
      description: "The share of described models in percent below which the project is reported.",
      looser: "smaller",
    }),
  },
  check: ({ judged, layerOf, project }, { target }) => {
    const { share, sentence } = layerShares(judged("model"), (model) => isText(model.description), layerOf);
    if (share >= target) return [];
    return [
      {
        subject: project,
        message: `has ${share} % of its models described, and ${target} % is the target: ${sentence}`,
        measure: 100 - share,
      },
    ];
  },
});
