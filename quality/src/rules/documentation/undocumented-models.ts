import { defineRule } from "../../rule.ts";
import { isText } from "../../wording.ts";

export const undocumentedModels = defineRule({
  id: "undocumented-models",
  category: "documentation",
  title: "Undocumented models",
  docs: {
    what: "A model without a description, or with one of blanks only.",
    why: "Nobody can tell what one row of it is, or whether it is the right model for a question, without reading its SQL.",
    example: `models:
  - name: orders
    columns:
      - name: order_id`,
    fix: "Add a description to the model's YAML. A good one begins with the grain: One row per order.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) =>
    judged("model")
      .filter((model) => !isText(model.description))
      .map((model) => ({ subject: model, message: "has no description" })),
});
