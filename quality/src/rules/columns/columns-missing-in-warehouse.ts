import { catalogColumns, recordName } from "../../known-columns.ts";
import { nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const columnsMissingInWarehouse = defineRule({
  id: "columns-missing-in-warehouse",
  category: "columns",
  title: "Columns missing in the warehouse",
  docs: {
    what: "A column that the YAML declares and the warehouse does not have. Names are compared as the warehouse compares them; a field of a record (`address.city`) is looked for by the record's name.",
    why: "The documentation promises a column that nobody can select. Often it was renamed, and its description and tests were lost on the way.",
    example: `-- the catalog has orders(order_id, total)
models:
  - name: orders
    columns:
      - name: amount     # renamed to total`,
    fix: "Remove or rename the declaration, or bring the column back and build the model again.",
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
      if (known === undefined) return [];
      const isThere = (name: string, quote: boolean | undefined): boolean =>
        known.has(context.identifierKey(name, quote)) ||
        known.has(context.identifierKey(recordName(name), quote));
      return node.columns
        .filter(({ name, quote }) => !isThere(name, quote))
        .map(({ name }) => ({
          subject: node,
          column: name,
          message: "is in YAML and not in the warehouse",
          place: { at: "column", column: name } as const,
        }));
    }),
});
