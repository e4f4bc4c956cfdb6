import { isInLayers, layersOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { counted, isText, listed } from "../../wording.ts";

export const undeclaredColumnTypes = defineRule({
  id: "undeclared-column-types",
  category: "columns",
  title: "Undeclared column types",
  docs: {
    what: "A marts model, or a public one of any layer, that declares columns without `data_type`. One finding for each model.",
    why: "Without types a contract cannot be enforced, and readers have to query the warehouse to know them.",
    example: `models:
  - name: fct_orders
    columns:
      - name: order_id
        data_type: integer
      - name: total`,
    fix: "Add `data_type` to the columns.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: { layers: layersOption("marts") },
  check: ({ judged, layerOf }, { layers }) =>
    judged("model")
      .filter((model) => model.access === "public" || isInLayers(model, layers, layerOf))
      .flatMap((model) => {
        // By name, as a manifest's keys come in no order that could be relied on.
        const names = model.columns
          .filter((column) => !isText(column.dataType))
          .map((column) => column.name)
          .toSorted();
        const [first] = names;
        if (first === undefined) return [];
        return [
          {
            subject: model,
            message: `declares ${counted(names.length, "column")} without data_type: ${listed(names)}`,
            measure: names.length,
            place: { at: "column", column: first } as const,
          },
        ];
      }),
});
