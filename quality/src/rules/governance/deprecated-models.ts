import { readersOf } from "../../data-flow.ts";
import { deprecationDay, isDeprecated } from "../../deprecation.ts";
import { defineRule } from "../../rule.ts";
import { counted, idsOf, namesOf } from "../../wording.ts";

export const deprecatedModels = defineRule({
  id: "deprecated-models",
  category: "governance",
  title: "Deprecated models",
  docs: {
    what: "A model, or a version of one, that is still there after its `deprecation_date`.",
    why: "The date told everyone when it would go. A model that outlives it costs runs, and teaches people that the dates mean nothing.",
    example: `models:
  - name: orders
    versions:
      - v: 1
        deprecation_date: 2024-06-30`,
    fix: "Remove the model after its last reader, or agree on a later date.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, now }) =>
    judged("model")
      .filter((model) => isDeprecated(model, now))
      .map((model) => {
        const readers = readersOf(graph, model.uniqueId);
        const read =
          readers.length > 0 ? `${counted(readers.length, "node")} (${namesOf(readers)})` : "nothing";
        return {
          subject: model,
          message: `was to be gone by ${deprecationDay(model)}, and ${read} ${readers.length > 1 ? "read" : "reads"} it`,
          related: idsOf(readers),
          place: { at: "key", path: ["deprecation_date"] } as const,
          // Readers come and go; the model is what is wrong.
          measure: readers.length,
        };
      }),
});
