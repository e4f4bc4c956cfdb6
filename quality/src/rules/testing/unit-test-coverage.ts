import type { Model } from "@headwater/artifacts";

import { layerShares } from "../../layer-shares.ts";
import { isInLayers, layersOption, option, targetPercentage } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const unitTestCoverage = defineRule({
  id: "unit-test-coverage",
  category: "testing",
  title: "Unit test coverage",
  docs: {
    what: "A project in which fewer than `target` percent (50) of the intermediate and marts models have a unit test. Python models and materialized views do not count, as dbt cannot unit-test them.",
    why: "Data tests say that today's rows look right. Only a unit test says that the logic is right, before the rows come that break it.",
    example: `unit_tests:
  - name: refunds_are_negative
    model: fct_orders           # 1 of 4 models with logic: 25 %
    given: [{input: ref('stg_orders'), rows: [{id: 1, refunded: 5}]}]
    expect: {rows: [{id: 1, total: -5}]}`,
    fix: "Write unit tests for the models with the most logic: case expressions, joins that can multiply rows, and windows.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  isSelectable: false,
  options: {
    target: option(targetPercentage, {
      default: 50,
      description: "The share of unit-tested models in percent below which the project is reported.",
      looser: "smaller",
    }),
    layers: layersOption("intermediate", "marts"),
  },
  check: ({ graph, judged, layerOf, project }, { target, layers }) => {
    const models = judged("model").filter((model) => isTestable(model) && isInLayers(model, layers, layerOf));
    const isTested = ({ uniqueId }: { readonly uniqueId: string }) => graph.unitTestsOf(uniqueId).length > 0;
    const { share, sentence } = layerShares(models, isTested, layerOf);
    if (share >= target) return [];
    return [
      {
        subject: project,
        message: `has ${share} % of its models with logic unit-tested, and ${target} % is the target: ${sentence}`,
        measure: 100 - share,
      },
    ];
  },
});

/** dbt unit-tests SQL only, and no materialized views. */
function isTestable({ language, config }: Model): boolean {
  return language === "sql" && config.materialized !== "materialized_view";
}
