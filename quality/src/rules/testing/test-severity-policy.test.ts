import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, singularTest, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import type { TestSpec } from "../../testing/specs.ts";
import { testSeverityPolicy } from "./test-severity-policy.ts";

const orders = model("orders");
const messages = (spec: TestSpec, options = {}, name = "unique") =>
  checkRule(testSeverityPolicy, project([orders, test(name, "orders", "id", spec)]), { options }).map(
    (finding) => finding.message,
  );

describe("test-severity-policy", () => {
  it("reports key tests that only warn, or let failures pass", () => {
    expect(messages({ severity: "warn" })).toEqual(["is a unique test of orders and only warns"]);
    expect(messages({ errorIf: "> 100" })).toEqual([
      "is a unique test of orders and fails only if failures > 100",
    ]);
    expect(messages({ severity: "warn", errorIf: ">= 2" })).toEqual([
      "is a unique test of orders and only warns and fails only if failures >= 2",
    ]);
    expect(
      checkRule(testSeverityPolicy, project([orders, test("unique", "orders", "id", { severity: "warn" })])),
    ).toMatchObject([{ related: ["model.shop.orders"], place: { at: "definition" } }]);
  });

  it.each(["unique", "not_null", "relationships"])("looks at %s", (name) => {
    expect(messages({ severity: "warn" }, {}, name)).toHaveLength(1);
  });

  it("looks at a package's test by its full name", () => {
    const spec = { severity: "warn", namespace: "dbt_utils" } as const;
    expect(messages(spec, {}, "unique_combination_of_columns")).toHaveLength(1);
    expect(messages(spec)).toEqual([]);
    expect(messages({ severity: "warn", namespace: "dbt" })).toHaveLength(1);
  });

  it("leaves strict tests, other tests, and a where, alone", () => {
    expect(messages({})).toEqual([]);
    expect(messages({ errorIf: ">0" })).toEqual([]);
    expect(messages({ where: "id > 0" })).toEqual([]);
    expect(messages({ severity: "warn" }, {}, "accepted_values")).toEqual([]);
    const alone = singularTest("adds_up", { severity: "warn" });
    expect(foundNames(testSeverityPolicy, project([orders, alone]))).toEqual([]);
  });

  it("reports a test that is attached to nothing", () => {
    const lost = { ...test("unique", "orders", "id", { severity: "warn" }), attachedNode: undefined };
    expect(checkRule(testSeverityPolicy, project([orders, lost]))).toMatchObject([{ related: [] }]);
  });

  it("follows its options", () => {
    expect(messages({ where: "id > 0" }, { allow_where: false })).toEqual([
      "is a unique test of orders and looks only at rows where id > 0",
    ]);
    expect(messages({}, { allow_where: false })).toEqual([]);
    expect(messages({ severity: "warn" }, { must_fail: ["accepted_values"] })).toEqual([]);
  });
});
