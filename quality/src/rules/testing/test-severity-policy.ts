import * as v from "valibot";

import { isLooserCondition } from "../../changes/test-condition.ts";
import { genericTestName } from "../../data-test.ts";
import { option, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { listed, nameOfId } from "../../wording.ts";

export const testSeverityPolicy = defineRule({
  id: "test-severity-policy",
  category: "testing",
  title: "Test severity policy",
  docs: {
    what: "A test of a kind in `must_fail` (`unique`, `not_null`, `relationships` and `dbt_utils.unique_combination_of_columns`) that cannot fail a run at the first bad row: its severity is `warn`, its `error_if` lets some failures pass, or, where `allow_where` is false, a `where` hides rows from it.",
    why: "A key that may be broken a little is no key. Warnings of such tests are read for a week and then never again.",
    example: `data_tests:
  - unique:
      config: {severity: warn}
  - not_null:
      config: {error_if: "> 100"}`,
    fix: "Let the test fail at the first row (severity error, no error_if). If some rows are known to be wrong, exclude exactly those.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    must_fail: option(texts, {
      default: ["unique", "not_null", "relationships", "dbt_utils.unique_combination_of_columns"],
      description:
        "Tests that must fail a run, with their package unless they are dbt's or the project's own.",
      looser: "shorter",
    }),
    allow_where: option(v.boolean(), {
      default: true,
      description: "Whether such a test may look at a part of the rows only.",
      looser: "larger",
    }),
  },
  check: ({ graph, judged }, { must_fail: mustFail, allow_where: allowWhere }) =>
    judged("test").flatMap((test) => {
      const name = genericTestName(test);
      if (name === undefined || !mustFail.includes(name)) return [];
      const gaps = [
        test.severity === "warn" && "only warns",
        isLooserCondition("!= 0", test.errorIf) && `fails only if failures ${test.errorIf}`,
        test.where !== undefined && !allowWhere && `looks only at rows where ${test.where}`,
      ].filter((gap) => gap !== false);
      if (gaps.length === 0) return [];
      return [
        {
          subject: test,
          message: `is a ${name} test of ${nameOfId(graph, test.attachedNode ?? "")} and ${listed(gaps)}`,
          related: test.attachedNode === undefined ? [] : [test.attachedNode],
          place: { at: "definition", node: test.uniqueId } as const,
        },
      ];
    }),
});
