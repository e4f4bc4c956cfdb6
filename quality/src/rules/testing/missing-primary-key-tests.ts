import type { DataTest, Model, Seed, Snapshot, Source } from "@headwater/artifacts";
import { z } from "zod";

import { resourceTypesOption } from "../../options.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { counted } from "../../wording.ts";

export const missingPrimaryKeyTests = defineRule({
  id: "missing-primary-key-tests",
  category: "testing",
  title: "Missing primary key tests",
  docs: {
    what: "A model that has none of these: `unique` and `not_null` on one column, `unique` on a column with a `not_null` constraint, or `dbt_utils.unique_combination_of_columns`. Which tests count, and for which resource types, can be configured.",
    why: "Without a tested key nobody notices rows that come twice, and every join on the model multiplies them.",
    example: `models:
  - name: orders
    columns:
      - name: order_id
        data_tests: [unique]     # not_null is missing`,
    fix: "Add `unique` and `not_null` to the column that tells rows apart; where several columns do, add a surrogate key or `dbt_utils.unique_combination_of_columns`.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: z.strictObject({
    test_sets: z
      .array(z.array(z.string().min(1)).min(1))
      .default([["unique", "not_null"], ["dbt_utils.unique_combination_of_columns"]])
      .describe(
        "Each set of tests that proves a key when one column (or the resource itself) has all of them: a test's name, with its package unless it is dbt's or the project's own. dbt-project-evaluator's spelling, `dbt.test_unique`, is understood too.",
      )
      .meta({ looser: "longer" }),
    resource_types: resourceTypesOption(["model", "seed", "snapshot", "source"], ["model"]),
  }),
  check: (context, { test_sets: sets, resource_types: types }) => {
    const testSets = sets.map((set) => set.map(plainName));
    return [...new Set(types)]
      .flatMap((type) => context.judged(type))
      .flatMap((node) => {
        const tests = context.graph.testsOf(node.uniqueId).filter(context.isJudged);
        if (isKeyTested(node, tests, testSets, context)) return [];
        const found = tests.length === 0 ? "no tests" : counted(tests.length, "test");
        return [{ subject: node, message: `has ${found}, and none of them proves a primary key` }];
      });
  },
});

/** "not_null" for "dbt.test_not_null". */
function plainName(name: string): string {
  return name.replace(/^dbt\./, "").replace(/(^|\.)test_/, "$1");
}

function isKeyTested(
  node: Model | Seed | Snapshot | Source,
  tests: readonly DataTest[],
  testSets: readonly (readonly string[])[],
  { identifierKey }: RuleContext,
): boolean {
  const neverNull = new Set(
    node.columns
      .filter((column) => column.constraints.some((constraint) => constraint.type === "not_null"))
      .map((column) => identifierKey(column.name, column.quote)),
  );
  const byColumn = Map.groupBy(tests, ({ columnName }) =>
    columnName === undefined ? undefined : identifierKey(columnName),
  );
  return [...byColumn].some(([column, ofColumn]) => {
    const names = new Set(ofColumn.flatMap(namesOfTest));
    if (column !== undefined && names.has("unique") && neverNull.has(column)) return true;
    return testSets.some((set) => set.every((name) => names.has(name)));
  });
}

/** A test's own name, and those of the test macros that it is built on: "unique", "dbt_utils.at_least_one". */
function namesOfTest(test: DataTest): readonly string[] {
  if (test.testMetadata === undefined) return [];
  const { name, namespace } = test.testMetadata;
  const own = namespace === undefined || namespace === "dbt" ? name : `${namespace}.${name}`;
  return [own, ...test.dependsOn.macros.map(testOfMacro)];
}

/** "dbt_utils.at_least_one" for its test's macro; the id itself for any other macro. */
function testOfMacro(macro: string): string {
  if (!macro.includes(".test_")) return macro;
  return macro.replace(/^macro\.([^.]+)\.test_(.+)$/, "$1.$2").replace(/^dbt\./, "");
}
