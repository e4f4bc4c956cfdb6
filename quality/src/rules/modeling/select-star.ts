import { isInLayers, layersOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { passesAllColumns } from "../../sql/passes-all-columns.ts";

/** A star that is a column of a select, and no product or `count(*)`. */
const selectedStar = /(?<=(?:\bselect|\bdistinct|,)\s*(?:[\w"`]+\s*\.\s*)?)\*/i;

export const selectStar = defineRule({
  id: "select-star",
  category: "modeling",
  title: "Select star",
  docs: {
    what: "A SQL model that gives out whatever columns another relation has: its last `select *` leads, directly or through CTEs and subqueries that are stars themselves, to a `ref()` or `source()`. The usual import CTEs and a final `select * from final` are fine as long as one step between lists the columns. Jinja is not run: what a macro makes is not seen.",
    why: "A column that is added upstream appears here and below without anyone having decided it, and nobody can tell from the code what the model has.",
    example: `with orders as (
    select * from {{ ref('stg_orders') }}
)
select * from orders`,
    fix: "List the columns in the model's last step.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: { layers: layersOption() },
  check: ({ judged, layerOf }, { layers }) =>
    judged("model")
      .filter(
        (model) =>
          model.language === "sql" && isInLayers(model, layers, layerOf) && passesAllColumns(model.rawCode),
      )
      .map((model) => ({
        subject: model,
        message: "gives out all columns of what it reads, as nothing in its code lists them",
        place: { at: "sql", pattern: selectedStar, isLast: true } as const,
      })),
});
