import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, test, unitTest } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { unitTestCoverage } from "./unit-test-coverage.ts";

const third = project([
  model("int_a"),
  model("fct_b"),
  model("fct_c"),
  model("stg_d"),
  unitTest("adds_up", "int_a"),
  test("unique", "fct_b", "id"),
]);

describe("unit-test-coverage", () => {
  it("reports the project with the share of intermediate and marts models", () => {
    expect(checkRule(unitTestCoverage, third)).toMatchObject([
      {
        subject: { uniqueId: "project.shop" },
        message:
          "has 33.33 % of its models with logic unit-tested, and 50 % is the target: 1 of 3 models (intermediate 1 of 1, marts 0 of 2)",
      },
    ]);
    expect(checkRule(unitTestCoverage, third)[0]?.measure).toBeCloseTo(66.67);
  });

  it("is content at the target, in the layers of its options, and without such models", () => {
    expect(checkRule(unitTestCoverage, third, { options: { target: 33.33 } })).toEqual([]);
    expect(checkRule(unitTestCoverage, third, { options: { layers: ["intermediate"] } })).toEqual([]);
    expect(checkRule(unitTestCoverage, project([model("stg_a")]))).toEqual([]);
  });

  it("leaves out models that dbt cannot unit-test", () => {
    const shop = project([
      model("fct_a"),
      { ...model("fct_python"), language: "python" },
      model("fct_view", { materialized: "materialized_view" }),
      unitTest("adds_up", "fct_a"),
    ]);
    expect(checkRule(unitTestCoverage, shop, { options: { target: 100 } })).toEqual([]);
  });

  it("has 50 percent as its target", () => {
    const half = project([model("fct_a"), model("fct_b"), unitTest("adds_up", "fct_a")]);
    expect(checkRule(unitTestCoverage, half)).toEqual([]);
    expect(checkRule(unitTestCoverage, half, { options: { target: 51 } })).toHaveLength(1);
  });

  it("finds what no selector names", () => {
    expect(unitTestCoverage.isSelectable).toBe(false);
  });
});
