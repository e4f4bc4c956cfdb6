import { inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";

export const rootModels = defineRule({
  id: "root-models",
  category: "modeling",
  title: "Root models",
  docs: {
    what: "A model that reads no source, seed, snapshot or model. The semantic layer's time spines come from nothing by design and are left out.",
    why: "It usually names its tables itself, so dbt knows neither its lineage nor the order in which to build it.",
    example: `-- models/marts/fct_orders.sql
select * from raw_pos.orders`,
    fix: "Read models with ref() and raw tables with source(). A model that truly generates its rows, such as a calendar, gets a suppression with that reason.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged }) =>
    judged("model")
      .filter((model) => !model.isTimeSpine && inputsOf(graph, model.uniqueId).length === 0)
      .map((model) => ({
        subject: model,
        message: "reads no source and no other model",
        place: { at: "code" } as const,
      })),
});
