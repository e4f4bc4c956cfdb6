import { builtReadersOf, isModel } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const sourceFanout = defineRule({
  id: "source-fanout",
  category: "modeling",
  title: "Source fan-out",
  docs: {
    what: "A source table that more than one model reads directly.",
    why: "Each reader renames and casts the raw columns again. When the raw table changes, all of them have to change, and one is forgotten.",
    example: `source pos.tills ─┬─ stg_pos__tills
                  └─ stg_pos__till_totals`,
    fix: "Let one staging model read the source, and point the other models at that staging model.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    judged("source").flatMap((source) => {
      const models = builtReadersOf(graph, source.uniqueId).filter(isModel).filter(isJudged);
      if (models.length < 2) return [];
      return [
        {
          subject: source,
          message: `is read by ${models.length} models: ${namesOf(models)}`,
          related: idsOf(models),
          measure: models.length,
        },
      ];
    }),
});
