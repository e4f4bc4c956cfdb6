import { builtReadersOf, isModel } from "../../data-flow.ts";
import { option, wholeNumberFrom } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const modelFanout = defineRule({
  id: "model-fanout",
  category: "modeling",
  title: "Model fan-out",
  docs: {
    what: "A model with at least `threshold` (3) children that are the end of the project: models that no further model or snapshot reads. Exposures and metrics below such a child do not count as readers.",
    why: "Many small end models on one parent often repeat what the BI tool should do, or share a step that belongs upstream.",
    example: `dim_products ─┬─ rpt_bread_sales
              ├─ rpt_cake_sales
              └─ rpt_pastry_sales`,
    fix: "Move what the children have in common into the parent or a model between, and leave the last slicing to the BI tool.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    threshold: option(wholeNumberFrom(1), {
      default: 3,
      description: "The number of end models below one parent from which on it is reported.",
      looser: "larger",
    }),
  },
  check: ({ graph, judged, isJudged }, { threshold }) =>
    judged("model").flatMap((model) => {
      const ends = builtReadersOf(graph, model.uniqueId).filter(
        (child) => isModel(child) && isJudged(child) && !builtReadersOf(graph, child.uniqueId).some(isJudged),
      );
      if (ends.length < threshold) return [];
      return [
        {
          subject: model,
          message: `is read by ${ends.length} models that nothing else reads (${threshold} are too many): ${namesOf(ends)}`,
          related: idsOf(ends),
          measure: ends.length,
        },
      ];
    }),
});
