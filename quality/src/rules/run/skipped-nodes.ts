import type { NodeId, ProjectGraph, ProjectNode, RunResult } from "@headwater/artifacts";
import { foldUpstream } from "../../fold-upstream.ts";
import { defineRule } from "../../rule.ts";
import { isFailed, subjectOfResult } from "../../run-results.ts";
import { counted, listed, nameOf, nameOfId } from "../../wording.ts";

export const skippedNodes = defineRule({
  id: "skipped-nodes",
  category: "run",
  title: "Skipped nodes",
  docs: {
    what: "A node that was skipped in the run whose results are read, with what made dbt skip it and what that hides: its tests, and the exposures that read it. A skipped test is not reported by itself if the node it tests was skipped or failed.",
    why: "A skipped model is not red in the log, but it holds old rows, and none of its tests was run.",
    example: `dbt build
# 3 of 15  ERROR  stg_orders
# 4 of 15  SKIP   fct_orders       its 6 tests say nothing today`,
    fix: "Repair the failure it waited for, and run it with everything below: `dbt build --select result:error+ --state target`.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  needs: ["runResults"],
  check: ({ graph, runResults }) => {
    const results = new Map((runResults?.results ?? []).map((result) => [result.uniqueId, result]));
    const isSkipped = (id: NodeId): boolean => results.get(id)?.status === "skipped";
    const causesAbove = causesOf(graph, results);
    return [...results.keys()]
      .filter((id) => isSkipped(id) && !isHidden(graph, id, results))
      .map((id) => {
        const causes = [...causesAbove(id)].toSorted();
        const cause =
          causes.length > 0 ? `, as ${listed(causes.map((each) => nameOfId(graph, each)))} failed` : "";
        return {
          subject: subjectOfResult(graph, id),
          message: `was skipped${cause}${hides(graph, id, results)}`,
          related: causes,
          place: { at: "code" } as const,
        };
      });
  },
});

/** For each node, the failed nodes and tests above it that are reached through skipped nodes only, and its unit tests. */
function causesOf(
  graph: ProjectGraph,
  results: ReadonlyMap<NodeId, RunResult>,
): (id: NodeId) => ReadonlySet<NodeId> {
  const hasFailed = (id: NodeId): boolean => {
    const result = results.get(id);
    return result !== undefined && isFailed(result);
  };
  return foldUpstream<ProjectNode, ReadonlySet<NodeId>>(
    (id) => graph.parents(id),
    (parents, causesOfParent, id) => {
      const failed = (tests: readonly ProjectNode[]) =>
        tests.map(({ uniqueId }) => uniqueId).filter((test) => hasFailed(test));
      // A node's unit tests are run before it, and it is skipped where one of them fails.
      const causes = new Set<NodeId>(failed(graph.unitTestsOf(id)));
      for (const parent of parents) {
        const { uniqueId } = parent;
        const above = causesOfParent(parent);
        if (above === undefined) continue;
        if (hasFailed(uniqueId)) causes.add(uniqueId);
        // A failed data test stops what reads the tested node, not the node itself.
        for (const test of failed(graph.testsOf(uniqueId))) causes.add(test);
        if (results.get(uniqueId)?.status === "skipped") for (const cause of above) causes.add(cause);
      }
      return causes;
    },
  );
}

/** A test says nothing new where the node it tests was skipped or failed itself. */
function isHidden(graph: ProjectGraph, id: NodeId, results: ReadonlyMap<NodeId, RunResult>): boolean {
  const node = graph.node(id);
  const tested =
    node?.resourceType === "test"
      ? node.attachedNode
      : node?.resourceType === "unit_test"
        ? node.testedNode
        : undefined;
  const result = results.get(tested ?? "");
  return result !== undefined && (result.status === "skipped" || isFailed(result));
}

function hides(graph: ProjectGraph, id: NodeId, results: ReadonlyMap<NodeId, RunResult>): string {
  const didRun = (test: NodeId): boolean => (results.get(test)?.status ?? "skipped") !== "skipped";
  const tests = [...graph.testsOf(id), ...graph.unitTestsOf(id)].filter(
    ({ uniqueId }) => !didRun(uniqueId),
  ).length;
  const exposures = graph.children(id).filter((child) => child.resourceType === "exposure");
  const parts = [
    ...(tests > 0 ? [`${counted(tests, "test")} of it did not run`] : []),
    ...(exposures.length > 0 ? [`old rows are shown by ${listed(exposures.map(nameOf))}`] : []),
  ];
  return parts.length > 0 ? `; ${parts.join(", and ")}` : "";
}
