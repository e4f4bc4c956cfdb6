import type { RuleFinding } from "../../finding.ts";
import { defineRule } from "../../rule.ts";
import { durationText, messageText, ownerText, subjectOfResult } from "../../run-results.ts";

export const staleSources = defineRule({
  id: "stale-sources",
  category: "run",
  title: "Stale sources",
  docs: {
    what: "A source table that `dbt source freshness` found older than `warn_after` or `error_after`, or could not look at. One that only exceeds `warn_after` is a warning, whatever this rule's severity is.",
    why: "Everything built today rests on old rows, and no test of the project can see that.",
    example: `dbt source freshness
# 1 of 4  ERROR STALE  pos.orders`,
    fix: "Repair the loading of the table. If its rhythm has changed, change the thresholds.",
  },
  defaultSeverity: "error",
  preset: "recommended",
  needs: ["sources"],
  check: ({ graph, sources }) =>
    (sources?.results ?? [])
      .filter(({ status }) => status !== "pass")
      .map((result): RuleFinding => {
        const { uniqueId, status, ageSeconds, error } = result;
        const node = graph.node(uniqueId);
        const owner = ownerText(node && graph.ownerOf(node));
        const age = ageSeconds === undefined ? "of unknown age" : `${durationText(ageSeconds)} old`;
        return {
          subject: subjectOfResult(graph, uniqueId),
          message:
            status === "runtime error"
              ? `could not be looked at for freshness: ${messageText(error)}`
              : `is stale (${status}): its newest row is ${age} (${owner})`,
          severity: status === "warn" ? "warn" : undefined,
          place: { at: "key", path: ["freshness"] },
        };
      }),
});
