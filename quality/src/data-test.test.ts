import { describe, expect, it } from "vitest";

import { genericTestName, testedNodeId } from "./data-test.ts";
import { singularTest, test } from "./testing/nodes.ts";

describe("genericTestName", () => {
  it("is the test's macro, with its package unless that is dbt's", () => {
    expect(genericTestName(test("unique", "orders", "id"))).toBe("unique");
    expect(genericTestName(test("unique", "orders", "id", { namespace: "dbt" }))).toBe("unique");
    expect(genericTestName(test("at_least_one", "orders", "id", { namespace: "dbt_utils" }))).toBe(
      "dbt_utils.at_least_one",
    );
    expect(genericTestName(singularTest("assert_it"))).toBeUndefined();
  });
});

describe("testedNodeId", () => {
  it("is the node that a generic test is attached to, and the last that a singular test reads", () => {
    expect(testedNodeId(test("unique", "orders", "id"))).toBe("orders");
    expect(testedNodeId(singularTest("assert_it", { parents: ["orders", "stores"] }))).toBe("stores");
    expect(testedNodeId(singularTest("assert_nothing"))).toBeUndefined();
  });
});
