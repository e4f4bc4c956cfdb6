import { nearestViews, longestViewChains } from "../../view-chains.ts";
import { option, wholeNumberFrom } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const chainedViewsDependencies = defineRule({
  id: "chained-views-dependencies",
  category: "performance",
  title: "Chained views",
  docs: {
    what: "A model at the end of a chain of more than `threshold` (5) views and ephemeral models in a row. A view that is not judged, as those of installed packages, starts no chain.",
    why: "Nothing of the chain is stored. Reading the last model computes every view above it again, and the query plan grows with each.",
    example: `view_1 → view_2 → view_3 → view_4 → view_5 → view_6 → orders (table)`,
    fix: "Materialize a view in the middle of the chain as a table or incremental model: one that does much work, or that many models read.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    threshold: option(wholeNumberFrom(1), {
      default: 5,
      description: "The number of views in a row that is still allowed above a model.",
      looser: "larger",
    }),
  },
  check: ({ graph, judged, isJudged }, { threshold }) => {
    const chainAbove = longestViewChains(graph, isJudged);
    return judged("model").flatMap((model) => {
      const chain = chainAbove(model.uniqueId);
      const { length, start } = chain;
      if (start === undefined || length <= threshold) return [];
      const nearest = nearestViews(chain);
      const path = nearest.map(nameOf).join(" → ");
      return [
        {
          subject: model,
          message: `reads through ${length} views in a row (${threshold} are allowed): ${
            length > nearest.length ? `${nameOf(start)} → … → ${path}` : path
          }`,
          related: [start.uniqueId],
          measure: length,
          place: { at: "code" } as const,
        },
      ];
    });
  },
});
