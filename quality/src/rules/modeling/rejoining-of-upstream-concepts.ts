import { builtReadersOf, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, nameOf, namesOf } from "../../wording.ts";

export const rejoiningOfUpstreamConcepts = defineRule({
  id: "rejoining-of-upstream-concepts",
  category: "modeling",
  title: "Rejoining of upstream concepts",
  docs: {
    what: "A model or snapshot with a single reader, where that reader also reads one of its parents: A → B → C and A → C, and nobody but C reads B. Tests, exposures and metrics are no readers here.",
    why: "The model in between saves nothing: its only reader waits for it and reads its parent again anyway. One model says the same in one place.",
    example: `stg_pos__order_lines ─┬─ int_order_lines__cleaned ─┐
                      └────────────────────────────┴─ int_order_lines__totalled`,
    fix: "Move the SQL of the model in between into a CTE of its only reader, unless a macro needs it as a relation of its own.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    [...judged("model"), ...judged("snapshot")].flatMap((between) => {
      const readers = builtReadersOf(graph, between.uniqueId).filter(isJudged);
      const [reader] = readers;
      if (reader === undefined || readers.length > 1) return [];
      const readTwice = inputsOf(graph, reader.uniqueId);
      const parents = inputsOf(graph, between.uniqueId).filter(
        (parent) => isJudged(parent) && readTwice.includes(parent),
      );
      if (parents.length === 0) return [];
      return [
        {
          subject: between,
          message: `is read by ${nameOf(reader)} only, which also reads its parent ${namesOf(parents)}`,
          related: idsOf([...parents, reader]),
          measure: parents.length,
        },
      ];
    }),
});
