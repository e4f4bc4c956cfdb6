import { isModel, isSource, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const directJoinToSource = defineRule({
  id: "direct-join-to-source",
  category: "modeling",
  title: "Direct join to a source",
  docs: {
    what: "A model that reads a source table and another model at the same time.",
    why: "The raw table skips its staging model, so renaming, casting and cleaning happen in two places and drift apart.",
    example: `-- models/reports/rpt_refund_rate.sql
select orders.id
from {{ ref('stg_pos__orders') }} as orders
inner join {{ source('pos', 'refunds') }} as refunds on refunds.order_id = orders.id`,
    fix: "Add a staging model for the source table, and read that model here instead of the source.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    judged("model").flatMap((model) => {
      const parents = inputsOf(graph, model.uniqueId);
      const sources = parents.filter(isSource).filter(isJudged);
      const [first] = sources;
      if (first === undefined) return [];
      const models = parents.filter(isModel).filter(isJudged);
      if (models.length === 0) return [];
      return [
        {
          subject: model,
          message: `reads the source ${namesOf(sources)} together with the model ${namesOf(models)}`,
          related: idsOf([...sources, ...models]),
          measure: sources.length,
          place: { at: "call", to: first.uniqueId } as const,
        },
      ];
    }),
});
