import type { DataTest } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, singularTest, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { constraint } from "../../testing/specs.ts";
import { missingPrimaryKeyTests } from "./missing-primary-key-tests.ts";

const rule = missingPrimaryKeyTests;
const orders = model("orders");
const unique = test("unique", "orders", "id");
const notNull = test("not_null", "orders", "id");
const found = (...nodes: Parameters<typeof project>[0]) => foundNames(rule, project(nodes));

describe("missing-primary-key-tests", () => {
  it("reports models without tests, and with half a key", () => {
    expect(checkRule(rule, project([orders]))).toMatchObject([
      { subject: { name: "orders" }, message: "has no tests, and none of them proves a primary key" },
    ]);
    expect(checkRule(rule, project([orders, unique]))).toMatchObject([
      { message: "has 1 test, and none of them proves a primary key" },
    ]);
    expect(found(orders, notNull)).toEqual(["orders"]);
  });

  it("is content with unique and not_null on one column, and with a unique combination", () => {
    expect(found(orders, unique, notNull)).toEqual([]);
    const combination = test("unique_combination_of_columns", "orders", undefined, {
      namespace: "dbt_utils",
    });
    expect(found(orders, combination)).toEqual([]);
  });

  it("does not add up tests of two columns, or of two models", () => {
    expect(found(orders, unique, test("not_null", "orders", "other"))).toEqual(["orders"]);
    expect(found(orders, unique, test("not_null", "lines", "id"))).toEqual(["orders"]);
  });

  it("takes a not_null constraint in place of the test, on the same column, whatever its case", () => {
    const withConstraint = (column: string, type = "not_null") =>
      model("orders", { columns: { [column]: { constraints: [constraint(type)] } } });
    expect(found(withConstraint("id"), unique)).toEqual([]);
    expect(found(withConstraint("ID"), unique)).toEqual([]);
    expect(found(withConstraint("other"), unique)).toEqual(["orders"]);
    expect(found(withConstraint("id", "check"), unique)).toEqual(["orders"]);
    expect(found(withConstraint("id"))).toEqual(["orders"]);
    const two = [constraint("check"), constraint("not_null")];
    expect(found(model("orders", { columns: { id: { constraints: two } } }), unique)).toEqual([]);
    expect(found(withConstraint("id"), test("unique", "orders"))).toEqual(["orders"]);
  });

  it("takes a test or a constraint of the model for the column that it names", () => {
    const onModel = (name: string, column: string) =>
      test(name, "orders", undefined, { arguments: { column_name: column } });
    expect(found(orders, onModel("unique", "ID"), notNull)).toEqual([]);
    expect(found(orders, unique, onModel("not_null", "id"))).toEqual([]);
    expect(found(orders, onModel("unique", "id"), onModel("not_null", "id"))).toEqual([]);
    expect(found(orders, onModel("unique", "other"), notNull)).toEqual(["orders"]);
    const withConstraint = (type: string, column: string) =>
      model("orders", { constraints: [constraint(type, { columns: ["no", column] })] });
    expect(found(withConstraint("not_null", "ID"), unique)).toEqual([]);
    expect(found(withConstraint("not_null", "other"), unique)).toEqual(["orders"]);
    expect(found(withConstraint("check", "id"), unique)).toEqual(["orders"]);
  });

  it("compares the columns' case as the warehouse does", () => {
    const tests = [unique, test("not_null", "orders", "ID")];
    expect(foundNames(rule, project([orders, ...tests], { adapter: "snowflake" }))).toEqual([]);
    const quoted = model("orders", {
      columns: { ID: { quote: true, constraints: [constraint("not_null")] } },
    });
    expect(foundNames(rule, project([quoted, unique], { adapter: "postgres" }))).toEqual(["orders"]);
  });

  it("tells tests of one name apart by their package", () => {
    const other = { namespace: "checks" };
    expect(
      found(orders, test("unique", "orders", "id", other), test("not_null", "orders", "id", other)),
    ).toEqual(["orders"]);
  });

  it("takes a test of dbt's own package for its own, however it is written", () => {
    const named = (name: string) => ({
      ...test(name, "orders", "id", { namespace: "dbt" }),
      dependsOn: { nodes: ["orders"], macros: [] },
    });
    expect(found(orders, named("unique"), named("not_null"))).toEqual([]);
    const plain = (name: string) => ({
      ...test(name, "orders", "id"),
      dependsOn: { nodes: ["orders"], macros: [] },
    });
    expect(found(orders, plain("unique"), plain("not_null"))).toEqual([]);
  });

  it("counts a custom test that is built on dbt's own", () => {
    const custom = test("really_unique", "orders", "id", { macros: ["macro.dbt.test_unique"] });
    expect(found(orders, custom, notNull)).toEqual([]);
    expect(found(orders, test("fake_unique", "orders", "id"), notNull)).toEqual(["orders"]);
    const builtOnPackage = test("my_combination", "orders", undefined, {
      macros: ["macro.dbt_utils.test_unique_combination_of_columns"],
    });
    expect(found(orders, builtOnPackage)).toEqual([]);
  });

  it("does not count tests of packages, or tests without metadata", () => {
    const foreign: DataTest = { ...notNull, packageName: "other" };
    expect(found(orders, unique, foreign)).toEqual(["orders"]);
    const alone = singularTest("adds_up", { parents: ["orders"], macros: ["macro.dbt.test_not_null"] });
    expect(found(orders, unique, { ...alone, attachedNode: orders.uniqueId })).toEqual(["orders"]);
  });

  it("takes the sets of tests from the options, in either spelling", () => {
    const shop = project([
      orders,
      test("primary_key", "orders", "id", { namespace: "dbt_constraints" }),
      test("unique", "orders", "id"),
    ]);
    const accepted = [
      [["dbt_constraints.primary_key"]],
      [["dbt_constraints.test_primary_key"]],
      [["dbt.test_unique"]],
      [["unique"]],
      [["test_unique"]],
    ];
    for (const sets of accepted) expect(foundNames(rule, shop, { options: { test_sets: sets } })).toEqual([]);
    expect(foundNames(rule, shop, { options: { test_sets: [["dbt.test_not_null"]] } })).toEqual(["orders"]);
  });

  it("looks at other resource types when it is told to, each once", () => {
    const shop = project([orders, seed("kinds"), snapshot("history"), source("pos.orders")]);
    expect(foundNames(rule, shop)).toEqual(["orders"]);
    const types = ["seed", "snapshot", "source", "seed"];
    expect(foundNames(rule, shop, { options: { resource_types: types } })).toEqual([
      "kinds",
      "history",
      "orders",
    ]);
  });
});
