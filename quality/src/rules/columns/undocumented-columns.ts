import { layersOption, nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { isText } from "../../wording.ts";

export const undocumentedColumns = defineRule({
  id: "undocumented-columns",
  category: "columns",
  title: "Undocumented columns",
  docs: {
    what: "A column of a model that its YAML declares without a description, or with one of blanks only.",
    why: "The name alone says neither the unit nor what an empty value means.",
    example: `models:
  - name: orders
    columns:
      - name: total     # in which currency, with tax or without?`,
    fix: "Add a description to the column: what it is, its unit, and when it is empty.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    layers: layersOption(),
    resource_types: resourceTypesOption(["model", "seed", "snapshot", "source"], ["model"]),
  },
  check: (context, { layers, resource_types: types }) =>
    nodesOf(context, types, layers).flatMap((node) =>
      node.columns
        .filter((column) => !isText(column.description))
        .map((column) => ({
          subject: node,
          column: column.name,
          message: "has no description",
          place: { at: "column", column: column.name } as const,
        })),
    ),
});
