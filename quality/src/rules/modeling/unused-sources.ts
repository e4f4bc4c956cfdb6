import { readersOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";

export const unusedSources = defineRule({
  id: "unused-sources",
  category: "modeling",
  title: "Unused sources",
  docs: {
    what: "A source table that no model, snapshot, exposure or metric reads. A test on it does not count as a reader.",
    why: "It is left over from a removed model or was never finished. Its freshness checks and tests cost time, and readers believe it matters.",
    example: `sources:
  - name: pos
    tables:
      - name: vouchers   # no model selects from source('pos', 'vouchers')`,
    fix: "Remove the table from the source's YAML, or build the staging model that should read it.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged }) =>
    judged("source")
      .filter((source) => readersOf(graph, source.uniqueId).length === 0)
      .map((source) => ({ subject: source, message: "is declared, and nothing reads it" })),
});
