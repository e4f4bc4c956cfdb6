import type { ProjectGraph, ProjectNode, RunResult } from "@headwater/artifacts";
import { testedNodeId } from "../../data-test.ts";
import { defineRule } from "../../rule.ts";
import { ownerText, subjectOfResult } from "../../run-results.ts";
import { counted, nameOf } from "../../wording.ts";

export const testFailures = defineRule({
  id: "test-failures",
  category: "run",
  title: "Test failures",
  docs: {
    what: "A data test or unit test that failed or warned in the run whose results are read, with the number of bad rows and the owner of what it tests. A test that only warned is a warning, whatever this rule's severity is.",
    why: "The rows are wrong now, or the logic is. Everyone downstream works with them until somebody looks.",
    example: `dbt build
# 12 of 15  FAIL 3  unique_fct_orders_order_id`,
    fix: "Look at the failing rows (`dbt build --select <test> --store-failures`), and repair the data or the model.",
  },
  defaultSeverity: "error",
  preset: "minimal",
  needs: ["runResults"],
  check: ({ graph, runResults }) =>
    (runResults?.results ?? []).filter(isFailedTest).map((result) => {
      const subject = subjectOfResult(graph, result.uniqueId);
      const tested = testedBy(graph, result);
      return {
        subject,
        message: `${verdict(result)}${about(graph, tested)}`,
        related: tested ? [tested.uniqueId] : [],
        measure: result.failures,
        severity: result.status === "warn" ? ("warn" as const) : undefined,
        place: { at: "definition", node: result.uniqueId } as const,
      };
    }),
});

function isFailedTest({ uniqueId, status }: RunResult): boolean {
  return /^(test|unit_test)\./.test(uniqueId) && (status === "fail" || status === "warn");
}

function verdict({ uniqueId, status, failures }: RunResult): string {
  const word = status === "fail" ? "failed" : "warned";
  // A unit test's 1 is its own failure; it counts no rows.
  return failures === undefined || uniqueId.startsWith("unit_test.")
    ? word
    : `${word} with ${counted(failures, "row")}`;
}

function about(graph: ProjectGraph, tested: ProjectNode | undefined): string {
  return tested === undefined ? "" : `; it tests ${nameOf(tested)} (${ownerText(graph.ownerOf(tested))})`;
}

function testedBy(graph: ProjectGraph, { uniqueId }: RunResult): ProjectNode | undefined {
  const test = graph.node(uniqueId);
  if (test?.resourceType === "unit_test") return graph.node(test.testedNode ?? "");
  if (test?.resourceType !== "test") return undefined;
  return graph.node(testedNodeId(test) ?? "");
}
