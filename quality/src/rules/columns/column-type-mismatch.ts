import { catalogColumns } from "../../known-columns.ts";
import { nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { isSameKind } from "../../type-families.ts";

export const columnTypeMismatch = defineRule({
  id: "column-type-mismatch",
  category: "columns",
  title: "Column types that do not agree",
  docs: {
    what: "A column whose `data_type` in YAML is another kind of data than its type in the warehouse. Sizes and the warehouses' different names for one kind do not count: `string` and `VARCHAR(16)` agree, `string` and `DATE` do not. `array` or `struct` alone agrees with every such type.",
    why: "Whoever reads the YAML casts, compares and aggregates by the wrong type. With a contract the next build fails.",
    example: `-- the catalog says orders.total is VARCHAR
models:
  - name: orders
    columns:
      - name: total
        data_type: decimal`,
    fix: "Correct the declared type, or cast the column in the model and build it again.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  needs: ["catalog"],
  options: {
    resource_types: resourceTypesOption(["model", "seed", "snapshot", "source"]),
  },
  check: (context, { resource_types: types }) =>
    nodesOf(context, types).flatMap((node) => {
      const known = catalogColumns(node.uniqueId, context)?.columns;
      return node.columns.flatMap(({ name, quote, dataType }) => {
        const actual = known?.get(context.identifierKey(name, quote))?.type;
        if (dataType === undefined || actual === undefined || isSameKind(dataType, actual)) return [];
        return [
          {
            subject: node,
            column: name,
            message: `is declared as ${dataType}, and the warehouse has ${actual}`,
            place: { at: "column", column: name, path: ["data_type"] } as const,
          },
        ];
      });
    }),
});
