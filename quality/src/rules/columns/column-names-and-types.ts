import type { Column, Model } from "@headwater/artifacts";
import * as v from "valibot";

import { catalogColumns, fieldName } from "../../known-columns.ts";
import { isInLayers, layersOption, option, patternOption, strictMap } from "../../options.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

const convention = strictMap({
  names: v.pipe(patternOption, v.description("Names of columns, as a regular expression.")),
  types: v.pipe(
    patternOption,
    v.description("Types that such columns have, as a regular expression without regard to case."),
  ),
  both_ways: option(v.boolean(), {
    default: false,
    description: "Whether columns of such a type must have such a name too.",
  }),
});

export const columnNamesAndTypes = defineRule({
  id: "column-names-and-types",
  category: "columns",
  title: "Column names and types",
  docs: {
    what: "A column of a model whose name and type do not fit a convention. By default `is_…` and `has_…` are booleans and booleans are named so, `…_at` are timestamps, and `…_date` are dates. The type is the catalog's, else the declared one; a column whose type is not known is left out. A field of a record (`order.is_paid`) is judged by its own name.",
    why: "A name that promises a type is read as a promise. `shipped_date` with a time of day in it makes every join by day lose rows.",
    example: `models:
  - name: orders
    columns:
      - name: is_paid
        data_type: varchar      # 'Y' and 'N'`,
    fix: "Cast the column to the type that its name promises, or rename it.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    conventions: option(v.array(convention), {
      default: [
        { names: "^(is|has)_", types: "^(bool(ean)?|bit)$", both_ways: true },
        { names: "_at$", types: "^(timestamp|(small)?datetime)", both_ways: false },
        { names: "_date$", types: "^date$", both_ways: false },
      ],
      description: "Which names go with which types.",
    }),
    layers: layersOption(),
  },
  check: (context, { conventions, layers }) => {
    const compiled = conventions.map((each) => ({
      ...each,
      name: new RegExp(each.names, "iu"),
      type: new RegExp(each.types, "iu"),
    }));
    return context
      .judged("model")
      .filter((model) => isInLayers(model, layers, context.layerOf))
      .flatMap((model) =>
        columnsOf(model, context).flatMap(({ name, dataType: type }) => {
          const broken = type === undefined ? undefined : brokenBy(fieldName(name), type, compiled);
          if (broken === undefined) return [];
          return [
            {
              subject: model,
              column: name,
              message: broken.name.test(fieldName(name))
                ? `is of type ${type}, and columns named ${broken.names} are of type ${broken.types}`
                : `is of type ${type}, and such columns are named ${broken.names}`,
              place: { at: "column", column: name } as const,
            },
          ];
        }),
      );
  },
});

interface Compiled extends v.InferOutput<typeof convention> {
  readonly name: RegExp;
  readonly type: RegExp;
}

/** The first convention that a column does not keep to. */
function brokenBy(name: string, type: string, conventions: readonly Compiled[]): Compiled | undefined {
  return conventions.find((each) => {
    const isNamed = each.name.test(name);
    return (isNamed || each.both_ways) && isNamed !== each.type.test(type);
  });
}

/** The catalog's columns, else the declared ones. */
function columnsOf(model: Model, context: RuleContext): readonly Pick<Column, "name" | "dataType">[] {
  const inWarehouse = catalogColumns(model.uniqueId, context)?.columns;
  if (inWarehouse === undefined) return model.columns;
  return Array.from(inWarehouse.values(), ({ name, type }) => ({ name, dataType: type }));
}
