import { testedNodeId } from "../../data-test.ts";
import { layerShares } from "../../layer-shares.ts";
import { option, targetPercentage } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const testCoverage = defineRule({
  id: "test-coverage",
  category: "testing",
  title: "Test coverage",
  docs: {
    what: "A project in which fewer than `target` percent (100) of the models have at least one data test. A singular test belongs to the last node that it reads.",
    why: "An untested model breaks without a sound. The share shows whether testing keeps pace with the project.",
    example: `models:
  - name: orders
    columns:
      - name: order_id
        data_tests: [unique]
  - name: refunds        # 1 of 2 models has a test: 50 %`,
    fix: "Give each model at least the tests of its primary key; missing-primary-key-tests names the models.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  isSelectable: false,
  options: {
    target: option(targetPercentage, {
      default: 100,
      description: "The share of tested models in percent below which the project is reported.",
      looser: "smaller",
    }),
  },
  check: ({ judged, layerOf, project }, { target }) => {
    const models = judged("model");
    const tested = judged("test").map(testedNodeId);
    const hasTest = new Set(tested);
    const { share, sentence } = layerShares(models, (model) => hasTest.has(model.uniqueId), layerOf);
    if (share >= target) return [];
    const ids = new Set(models.map((model) => model.uniqueId));
    const tests = tested.filter((id) => id !== undefined && ids.has(id)).length;
    return [
      {
        subject: project,
        message: `has ${share} % of its models tested, and ${target} % is the target: ${sentence}, ${(tests / models.length).toFixed(2)} tests a model`,
        measure: 100 - share,
      },
    ];
  },
});
