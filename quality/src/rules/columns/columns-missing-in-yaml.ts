import type { RuleFinding } from "../../finding.ts";
import { catalogColumns, recordName } from "../../known-columns.ts";
import { layersOption, nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { counted } from "../../wording.ts";

export const columnsMissingInYaml = defineRule({
  id: "columns-missing-in-yaml",
  category: "columns",
  title: "Columns missing in YAML",
  docs: {
    what: "A column that the warehouse has and the YAML does not declare. A model without any declared column is reported once. Names are compared as the warehouse compares them; whoever declares a field of a record (`address.city`) declares the record.",
    why: "What is not declared is neither described nor tested, and nobody decided that it should be there.",
    example: `-- the catalog has orders(order_id, total, internal_note)
models:
  - name: orders
    columns:
      - name: order_id
      - name: total`,
    fix: "Declare the column with a description, or take it out of the model.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  needs: ["catalog"],
  options: {
    layers: layersOption(),
    resource_types: resourceTypesOption(["model", "seed", "snapshot", "source"], ["model"]),
  },
  check: (context, { layers, resource_types: types }) =>
    nodesOf(context, types, layers).flatMap((node): readonly RuleFinding[] => {
      const known = catalogColumns(node.uniqueId, context);
      if (known === undefined) return [];
      if (node.columns.length === 0) {
        const columns = counted(known.columns.size, "column");
        return [
          {
            subject: node,
            message: `has ${columns} in the warehouse and none in YAML`,
            measure: known.columns.size,
          },
        ];
      }
      const declared = new Set(
        node.columns.flatMap(({ name, quote }) =>
          [name, recordName(name)].map((part) => context.identifierKey(part, quote)),
        ),
      );
      return [...known.columns]
        .filter(([key]) => !declared.has(key))
        .map(([, column]) => ({
          subject: node,
          column: column.name,
          message: "is in the warehouse and not in YAML",
        }));
    }),
});
