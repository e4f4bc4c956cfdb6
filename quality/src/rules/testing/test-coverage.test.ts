import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, seed, singularTest, source, test, unitTest } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { testCoverage } from "./test-coverage.ts";

const half = project([
  model("stg_a"),
  model("stg_b"),
  model("fct_c"),
  model("fct_d"),
  seed("kinds"),
  source("pos.orders"),
  test("unique", "stg_a", "id"),
  test("not_null", "stg_a", "id"),
  test("unique", "kinds", "id"),
  test("unique", "pos.orders", "id"),
  singularTest("adds_up", { parents: ["stg_b", "fct_c"] }),
  unitTest("splits", "fct_d"),
]);

describe("test-coverage", () => {
  it("reports the project with the share of all models and of each layer", () => {
    expect(checkRule(testCoverage, half)).toMatchObject([
      {
        subject: { uniqueId: "project.shop" },
        message:
          "has 50 % of its models tested, and 100 % is the target: 2 of 4 models (marts 1 of 2, staging 1 of 2), 0.75 tests a model",
        measure: 50,
      },
    ]);
  });

  it("is content at the target and without models", () => {
    expect(checkRule(testCoverage, half, { options: { target: 50 } })).toEqual([]);
    expect(checkRule(testCoverage, half, { options: { target: 50.01 } })).toHaveLength(1);
    expect(checkRule(testCoverage, project([seed("kinds")]))).toEqual([]);
  });

  it("does not count tests of packages", () => {
    const shop = project([model("a"), { ...test("unique", "a", "id"), packageName: "other" }]);
    expect(checkRule(testCoverage, shop)).toMatchObject([{ measure: 100 }]);
  });

  it("finds what no selector names", () => {
    expect(testCoverage.isSelectable).toBe(false);
  });
});
