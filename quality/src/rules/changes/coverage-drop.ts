import type { Model, ProjectGraph } from "@headwater/artifacts";

import { option, percentage } from "../../options.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { isText, percent } from "../../wording.ts";

export const coverageDrop = defineRule({
  id: "coverage-drop",
  category: "changes",
  title: "Coverage drop",
  docs: {
    what: "A smaller share of described models, of models with data tests, or of models with unit tests than in the base, by more than `tolerance` percentage points (0). Unlike documentation-coverage and test-coverage this does not ask for a target.",
    why: "Coverage that is lost a little in every change is never won back.",
    example: `base: 9 of 10 models described (90 %)
head: 9 of 11 models described (81.82 %)   # the new model has no description`,
    fix: "Describe and test what this change adds.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  isSelectable: false,
  needs: ["base"],
  options: {
    tolerance: option(percentage, {
      default: 0,
      description: "The drop in percentage points that is let pass.",
      looser: "larger",
    }),
  },
  check: (context, { tolerance }) => {
    const { base } = context;
    // Where there was nothing, nothing was lost.
    if (!base.graph.byType("model").some(context.isJudged)) return [];
    return Object.entries(coverages).flatMap(([noun, has]) => {
      const before = coverage(base.graph, has, context);
      const after = coverage(context.graph, has, context);
      if (before - after <= tolerance) return [];
      return [
        {
          subject: context.project,
          message: `has ${after} % of its models ${noun}, and had ${before} %`,
          key: noun,
        },
      ];
    });
  },
});

type Has = (model: Model, graph: ProjectGraph) => boolean;

const coverages: Readonly<Record<string, Has>> = {
  described: (model) => isText(model.description),
  "with data tests": ({ uniqueId }, graph) => graph.testsOf(uniqueId).length > 0,
  "with unit tests": ({ uniqueId }, graph) => graph.unitTestsOf(uniqueId).length > 0,
};

function coverage(graph: ProjectGraph, has: Has, { isJudged }: RuleContext): number {
  const models = graph.byType("model").filter(isJudged);
  return percent(models.filter((model) => has(model, graph)).length, models.length);
}
