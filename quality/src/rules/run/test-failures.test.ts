import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, singularTest, test, unitTest } from "../../testing/nodes.ts";
import { group, project } from "../../testing/project.ts";
import { testFailures } from "./test-failures.ts";

const unique = test("unique", "orders", "id");
const nodes = [
  model("lines"),
  model("orders", { group: "sales" }),
  unique,
  unitTest("adds_up", "lines"),
  singularTest("orders_have_lines", { parents: ["orders", "lines"] }),
];
const groups = [group("sales", { owner: { name: "Sales team", emails: [], extra: {} } })];
const check = (runResults: NonNullable<Parameters<typeof project>[1]>["runResults"] & object) =>
  checkRule(testFailures, project(nodes, { groups, runResults }));

describe("test-failures", () => {
  it("reports a failed test with its rows, what it tests, and the owner", () => {
    expect(check({ [unique.uniqueId]: { status: "fail", failures: 3 } })).toMatchObject([
      {
        subject: { name: "unique_orders_id" },
        message: "failed with 3 rows; it tests orders (owner Sales team)",
        related: ["model.shop.orders"],
        measure: 3,
        severity: undefined,
        place: { at: "definition", node: unique.uniqueId },
      },
    ]);
  });

  it("is milder with a test that only warned", () => {
    expect(check({ [unique.uniqueId]: { status: "warn", failures: 1 } })).toMatchObject([
      { message: "warned with 1 row; it tests orders (owner Sales team)", severity: "warn" },
    ]);
  });

  it("reports unit tests and tests of their own file, and tests that the manifest does not have", () => {
    const results = check({
      "unit_test.shop.lines.adds_up": { status: "fail", failures: 1 },
      orders_have_lines: { status: "fail", failures: 2 },
      "test.shop.unknown.1a2b": { status: "fail" },
    });
    expect(results.map((finding) => finding.message)).toEqual([
      "failed; it tests lines (no owner)",
      "failed with 2 rows; it tests lines (no owner)",
      "failed",
    ]);
    expect(results[2]?.related).toEqual([]);
  });

  it("leaves other results alone", () => {
    expect(
      check({
        [unique.uniqueId]: { status: "pass", failures: 0 },
        orders_have_lines: { status: "error" },
        "unit_test.shop.lines.adds_up": { status: "skipped" },
        "model.shop.orders": { status: "warn" },
        "model.shop.lines": { status: "fail" },
      }),
    ).toEqual([]);
  });
});
