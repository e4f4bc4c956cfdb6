import { inputsOf } from "../../data-flow.ts";
import { option, wholeNumberFrom } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const tooManyJoins = defineRule({
  id: "too-many-joins",
  category: "modeling",
  title: "Too many joins",
  docs: {
    what: "A model that reads at least `threshold` (7) different models, seeds, snapshots and source tables.",
    why: "So many inputs make one query that nobody can review or test in parts.",
    example: `-- models/marts/fct_days.sql joins seven models
select days.id
from {{ ref('stg_weather__days') }} as days
left join {{ ref('fct_orders') }} using (id)
-- … five more`,
    fix: "Bring together what belongs together (four to six inputs) in intermediate models, and join those.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    threshold: option(wholeNumberFrom(2), {
      default: 7,
      description: "The number of different inputs from which on a model is reported.",
      looser: "larger",
    }),
  },
  check: ({ graph, judged }, { threshold }) =>
    judged("model").flatMap((model) => {
      const parents = inputsOf(graph, model.uniqueId);
      if (parents.length < threshold) return [];
      return [
        {
          subject: model,
          message: `reads ${parents.length} nodes (${threshold} are too many): ${namesOf(parents)}`,
          related: idsOf(parents),
          measure: parents.length,
          place: { at: "code" } as const,
        },
      ];
    }),
});
