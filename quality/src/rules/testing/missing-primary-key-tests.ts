import type { Constraint, DataTest, Model, NodeId, Seed, Snapshot, Source } from "@headwater/artifacts";
import * as v from "valibot";

import { genericTestName } from "../../data-test.ts";
import { nodesOf, option, resourceTypesOption, texts } from "../../options.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { counted } from "../../wording.ts";

export const missingPrimaryKeyTests = defineRule({
  id: "missing-primary-key-tests",
  category: "testing",
  title: "Missing primary key tests",
  docs: {
    what: "A model that has none of these: `unique` and `not_null` on one column, `unique` on a column with a `not_null` constraint, or `dbt_utils.unique_combination_of_columns`. A test or constraint of the model itself counts for the column that it names. Which tests count, and for which resource types, can be configured.",
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
  options: {
    test_sets: option(v.array(v.pipe(texts, v.nonEmpty())), {
      default: [["unique", "not_null"], ["dbt_utils.unique_combination_of_columns"]],
      description:
        "Each set of tests that proves a key when one column (or the resource itself) has all of them: a test's name, with its package unless it is dbt's or the project's own. dbt-project-evaluator's spelling, `dbt.test_unique`, is understood too.",
      looser: "longer",
    }),
    resource_types: resourceTypesOption(["model", "seed", "snapshot", "source"], ["model"]),
  },
  check: (context, { test_sets: sets, resource_types: types }) => {
    const testSets = sets.map((set) => set.map(wantedTest));
    return nodesOf(context, types).flatMap((node) => {
      const tests = context.graph.testsOf(node.uniqueId).filter(context.isJudged);
      if (isKeyTested(node, tests, testSets, context)) return [];
      const found = tests.length === 0 ? "no tests" : counted(tests.length, "test");
      return [{ subject: node, message: `has ${found}, and none of them proves a primary key` }];
    });
  },
});

/** A test that counts: by its name ("not_null"), and by its macro ("macro.dbt.test_not_null") if built on it. */
interface WantedTest {
  readonly name: string;
  readonly macro: NodeId;
}

/** Understands "not_null", "dbt.test_not_null" and "dbt_utils.at_least_one". */
function wantedTest(name: string): WantedTest {
  const plain = name.replace(/^dbt\./, "").replace(/(^|\.)test_/, "$1");
  const [own = "", namespace = "dbt"] = plain.split(".").reverse();
  return { name: plain, macro: `macro.${namespace}.test_${own}` };
}

const unique = wantedTest("unique");

function isKeyTested(
  node: Model | Seed | Snapshot | Source,
  tests: readonly DataTest[],
  testSets: readonly (readonly WantedTest[])[],
  { identifierKey }: RuleContext,
): boolean {
  // A test of the resource itself may name its column as an argument.
  const columnOf = ({ columnName, testMetadata }: DataTest): string | undefined => {
    const name = columnName ?? testMetadata?.arguments["column_name"];
    return typeof name === "string" ? identifierKey(name) : undefined;
  };
  const isNeverNull = (key: string | undefined): boolean =>
    node.columns.some(
      ({ name, quote, constraints }) => constraints.some(isNotNull) && identifierKey(name, quote) === key,
    ) ||
    (node.resourceType === "model" &&
      node.constraints.some(
        (each) => isNotNull(each) && each.columns.some((name) => identifierKey(name) === key),
      ));
  const hasOnColumn = (wanted: WantedTest, column: string | undefined): boolean =>
    tests.some((test) => isTest(test, wanted) && columnOf(test) === column);
  // A set's first test is looked for, and then the others of the set on its column.
  return tests.some(
    (test) =>
      testSets.some((set) =>
        set.every((wanted, at) => (at === 0 ? isTest(test, wanted) : hasOnColumn(wanted, columnOf(test)))),
      ) ||
      (isTest(test, unique) && isNeverNull(columnOf(test))),
  );
}

function isNotNull({ type }: Constraint): boolean {
  return type === "not_null";
}

/** Whether a test is the wanted one, or is built on its macro. */
function isTest(test: DataTest, wanted: WantedTest): boolean {
  const name = genericTestName(test);
  return name !== undefined && (name === wanted.name || test.dependsOn.macros.includes(wanted.macro));
}
