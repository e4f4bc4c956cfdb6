import type { DataTest, ProjectNode } from "@headwater/artifacts";
import type { RuleFinding, Subject } from "../../finding.ts";
import { knownColumns } from "../../known-columns.ts";
import { defineRule, type BaseSide, type RuleContext } from "../../rule.ts";
import { listed } from "../../wording.ts";
import { loosenedIn, pairTests, testLabel } from "../../changes/weaker-test.ts";

export const weakenedTests = defineRule({
  id: "weakened-tests",
  category: "changes",
  title: "Weakened tests",
  docs: {
    what: "A data test or unit test of the base that is gone, disabled, or lets more pass now: a lower severity, a narrower `where`, a `limit`, looser `warn_if` or `error_if`, more accepted values, a wider range. Tests of a node or column that is gone itself do not count, nor do those that moved to a renamed column.",
    why: "A test that was loosened to make a build green guards nothing any more, and nobody sees it in the next pull request.",
    example: `columns:
  - name: status
    data_tests:
      - accepted_values:
          arguments: { values: [placed, shipped, unknown] }   # base: [placed, shipped]`,
    fix: "Restore the test, or accept the finding with a reason that says why less is enough.",
  },
  defaultSeverity: "error",
  preset: "minimal",
  needs: ["base"],
  check: (context) => {
    const { base } = context;
    const ofNodes = base.graph.nodes.flatMap((before) => {
      const after = base.successor(before);
      if (after === undefined) return [];
      const dataTests = weakenedDataTests(before, after, base, context);
      return dataTests.concat(missingUnitTests(before, after, base, context));
    });
    return ofNodes.concat(weakenedSingularTests(base, context));
  },
});

function weakenedDataTests(
  before: ProjectNode,
  after: ProjectNode,
  base: BaseSide,
  context: RuleContext,
): readonly RuleFinding[] {
  const tests = base.graph.testsOf(before.uniqueId);
  const testsNow = context.graph.testsOf(after.uniqueId);
  // Tests that are equal on both sides are one object; further ones weaken nothing.
  if (tests.every((test, at) => test === testsNow[at])) return [];
  const isRenamed = (from: string, to: string) =>
    !says(after, testsNow, from, context) &&
    !says(before, tests, to, context) &&
    knownColumns(after, context)?.columns.has(context.identifierKey(from)) !== true;
  const pairs = pairTests(tests, testsNow, context.identifierKey, isRenamed);
  return pairs.flatMap(({ old, now }) => {
    if (now === undefined) return isColumnGone(old, after, context) ? [] : [missing(old, after, context)];
    return loosened(old, now, after);
  });
}

/** Whether the YAML names a column, be it for a test only. */
function says(
  node: ProjectNode,
  tests: readonly DataTest[],
  column: string,
  { identifierKey }: RuleContext,
): boolean {
  const key = identifierKey(column);
  const declared = "columns" in node ? node.columns : [];
  return (
    declared.some(({ name }) => identifierKey(name) === key) ||
    tests.some(({ columnName }) => columnName !== undefined && identifierKey(columnName) === key)
  );
}

function loosened(old: DataTest, now: DataTest, subject: Subject): readonly RuleFinding[] {
  const ways = loosenedIn(old, now);
  if (ways.length === 0) return [];
  return [
    {
      subject,
      column: now.columnName,
      message: `is tested less strictly by ${testLabel(now)}: ${listed(ways)}`,
      key: `${testLabel(now)}: ${ways.join("; ")}`,
      place: { at: "definition", node: now.uniqueId },
    },
  ];
}

/** Tests that are files of their own belong to no node: the first node that they read stands for them. */
function weakenedSingularTests(base: BaseSide, context: RuleContext): readonly RuleFinding[] {
  return base.graph.byType("test").flatMap((old): readonly RuleFinding[] => {
    if (old.kind !== "singular") return [];
    const now = base.successor(old);
    const parents = base.graph.parents(old.uniqueId);
    // One that reads no node at all is the project's.
    const [subject] =
      parents.length > 0 ? parents.flatMap((parent) => base.successor(parent) ?? []) : [context.project];
    if (subject === undefined) return [];
    return now?.resourceType === "test" ? loosened(old, now, subject) : [missing(old, subject, context)];
  });
}

function missing(old: DataTest, after: Subject, { manifest }: RuleContext): RuleFinding {
  const isDisabled = manifest.disabled.some((node) => node.uniqueId === old.uniqueId);
  return {
    subject: after,
    column: old.columnName,
    message: `has lost the test ${testLabel(old)}, which is ${isDisabled ? "disabled" : "gone"}`,
    key: `${testLabel(old)} gone`,
    place: old.columnName === undefined ? { at: "definition" } : { at: "column", column: old.columnName },
  };
}

/** Whether the tested column is known to be gone: then the lost test is no news. */
function isColumnGone(old: DataTest, after: ProjectNode, context: RuleContext): boolean {
  if (old.columnName === undefined) return false;
  const known = knownColumns(after, context);
  return known !== undefined && !known.columns.has(context.identifierKey(old.columnName));
}

function missingUnitTests(
  before: ProjectNode,
  after: ProjectNode,
  base: BaseSide,
  { graph }: RuleContext,
): readonly RuleFinding[] {
  const tests = base.graph.unitTestsOf(before.uniqueId);
  if (tests.length === 0) return [];
  const kept = new Set(graph.unitTestsOf(after.uniqueId).map((test) => test.name));
  return tests
    .filter((test) => !kept.has(test.name) && base.successor(test) === undefined)
    .map((test) => ({
      subject: after,
      message: `has lost the unit test ${test.name}`,
      key: `unit test ${test.name} gone`,
    }));
}
