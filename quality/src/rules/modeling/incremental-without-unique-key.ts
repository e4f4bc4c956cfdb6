import { option, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const incrementalWithoutUniqueKey = defineRule({
  id: "incremental-without-unique-key",
  category: "modeling",
  title: "Incremental models without a unique key",
  docs: {
    what: "An incremental model without `unique_key`, unless its strategy is one of `allowed_strategies`: `append`, `insert_overwrite`, `replace_where` and `microbatch` need none.",
    why: "Without a key dbt only appends. A row that comes twice, at an overlap or after a failed run, stays twice.",
    example: `{{ config(materialized='incremental') }}
select * from {{ ref('stg_orders') }}
{% if is_incremental() %} where loaded_at > (select max(loaded_at) from {{ this }}) {% endif %}`,
    fix: "Set `unique_key` to the columns that tell rows apart, or say `incremental_strategy: append` where appending is meant.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    allowed_strategies: option(texts, {
      default: ["append", "insert_overwrite", "replace_where", "microbatch"],
      description: "Incremental strategies that need no unique key.",
      looser: "longer",
    }),
  },
  check: ({ judged }, { allowed_strategies: allowed }) =>
    judged("model")
      .filter(
        ({ config }) =>
          config.materialized === "incremental" &&
          config.uniqueKey.length === 0 &&
          !allowed.includes(config.incrementalStrategy ?? ""),
      )
      .map((model) => ({
        subject: model,
        message: `is incremental (${model.config.incrementalStrategy ?? "default strategy"}) and has no unique_key`,
        place: { at: "key", path: ["config", "unique_key"] } as const,
      })),
});
