import { defineRule } from "../../rule.ts";
import { isError, messageText, subjectOfResult } from "../../run-results.ts";

export const runErrors = defineRule({
  id: "run-errors",
  category: "run",
  title: "Run errors",
  docs: {
    what: "A model, seed, snapshot, test or hook that ended with an error in the run whose results are read, with the first lines of dbt's message. A microbatch model that did only a part of its batches counts too.",
    why: "It was not built, or not tested. What stands in the warehouse is the result of an older run, or nothing.",
    example: `dbt build
# 3 of 15  ERROR creating sql table model main.fct_orders`,
    fix: "Repair the code or the connection that the message names, and run the node again.",
  },
  defaultSeverity: "error",
  preset: "minimal",
  needs: ["runResults"],
  check: ({ graph, runResults }) =>
    (runResults?.results ?? [])
      .filter(({ status }) => isError(status))
      .map(({ uniqueId, status, message }) => ({
        subject: subjectOfResult(graph, uniqueId),
        message: `ended with status ${status}: ${messageText(message)}`,
        place: { at: "code" } as const,
      })),
});
