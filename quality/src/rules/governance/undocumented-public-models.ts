import type { Column, Model } from "@headwater/artifacts";
import { defineRule } from "../../rule.ts";
import { isText, listed } from "../../wording.ts";

export const undocumentedPublicModels = defineRule({
  id: "undocumented-public-models",
  category: "governance",
  title: "Undocumented public models",
  docs: {
    what: "A model with `access: public` that lacks a description, declares no columns, or declares a column without a description.",
    why: "People outside the project read a public model, and its documentation is all they have.",
    example: `models:
  - name: orders
    access: public
    description: One row per order.
    columns:
      - name: order_id`,
    fix: "Describe the model and every column that it gives out.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) =>
    judged("model")
      .filter((model) => model.access === "public")
      .flatMap((model) => {
        const gaps = gapsOf(model);
        if (gaps.length === 0) return [];
        return [
          {
            subject: model,
            message: `is public and has ${listed(gaps)}`,
            // Columns without a description are better than no columns at all: the two are not compared.
            measure:
              model.columns.length === 0
                ? undefined
                : bareColumns(model).length + (isText(model.description) ? 0 : 1),
          },
        ];
      }),
});

function bareColumns({ columns }: Model): readonly Column[] {
  return columns.filter((column) => !isText(column.description));
}

function gapsOf(model: Model): readonly string[] {
  const gaps = isText(model.description) ? [] : ["no description"];
  if (model.columns.length === 0) return [...gaps, "no declared columns"];
  const bare = bareColumns(model);
  if (bare.length === 0) return gaps;
  return [...gaps, `no description of the columns ${listed(bare.map((column) => column.name))}`];
}
