import { buildProjectGraph, type ProjectNode } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model, singularTest, test, unitTest } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import type { TestSpec } from "../../testing/specs.ts";
import { weakenedTests } from "./weakened-tests.ts";

const orders = model("orders", { columns: { id: "integer", status: "text" } });

function found(before: readonly ProjectNode[], after: readonly ProjectNode[]): readonly string[] {
  const head = project([orders, ...after]);
  return checkRule(weakenedTests, head, { base: project([orders, ...before]) }).map(
    ({ column, message }) => `${column ?? ""}: ${message}`,
  );
}

/** The same test with other settings, as ids differ when arguments do. */
const accepted = (id: string, spec: TestSpec) => ({
  ...test("accepted_values", "orders", "status", spec),
  uniqueId: `test.shop.accepted_values_orders_status.${id}`,
});

describe("weakened-tests", () => {
  it("finds a test that is gone, on its column", () => {
    expect(found([test("unique", "orders", "id")], [])).toEqual([
      "id: has lost the test unique, which is gone",
    ]);
    expect(found([test("unique", "orders", "id")], [test("unique", "orders", "status")])).toHaveLength(1);
  });

  it("finds the one that is gone among others that are one object on both sides", () => {
    const head = project([orders, test("not_null", "orders", "id")]);
    const { manifest, ...before } = project([
      orders,
      test("not_null", "orders", "id"),
      test("unique", "orders", "id"),
    ]);
    const nodes = new Map([...manifest.nodes, ...head.manifest.nodes]);
    const base = { ...before, manifest, graph: buildProjectGraph({ ...manifest, nodes }) };
    expect(checkRule(weakenedTests, head, { base }).map(({ message }) => message)).toEqual([
      "has lost the test unique, which is gone",
    ]);
  });

  it("says that a lost test is disabled", () => {
    const unique = test("unique", "orders", "id");
    const head = project([orders], { disabled: [unique] });
    const [finding] = checkRule(weakenedTests, head, { base: project([orders, unique]) });
    expect(finding?.message).toContain("disabled");
  });

  it.each<[string, TestSpec, TestSpec, string]>([
    ["a lower severity", {}, { severity: "warn" }, "severity is warn"],
    ["a where", {}, { where: "id > 0" }, "looks only where id > 0"],
    ["another where", { where: "id > 0" }, { where: "id > 5" }, "where was id > 0 and is id > 5"],
    ["a limit", {}, { limit: 5 }, "stops at 5"],
    ["a looser error_if", {}, { errorIf: "> 10" }, "error_if was != 0 and is > 10"],
    ["a looser warn_if", { warnIf: "> 1" }, { warnIf: "> 2" }, "warn_if was > 1"],
    [
      "more accepted values",
      { arguments: { values: ["a"] } },
      { arguments: { values: ["a", "b"] } },
      '"b" is accepted',
    ],
  ])("finds %s", (_, before, after, words) => {
    const [line, ...others] = found([accepted("1", before)], [accepted("2", after)]);
    expect(line).toContain("status: is tested less strictly by accepted_values");
    expect(line).toContain(words);
    expect(others).toEqual([]);
  });

  it.each<[string, TestSpec, TestSpec]>([
    ["a higher severity", { severity: "warn" }, {}],
    ["a where that is gone", { where: "id > 0" }, {}],
    ["a limit that is gone", { limit: 5 }, {}],
    ["a stricter error_if", { errorIf: "> 10" }, { errorIf: "> 5" }],
    ["fewer accepted values", { arguments: { values: ["a", "b"] } }, { arguments: { values: ["a"] } }],
    ["values in another order", { arguments: { values: ["a", "b"] } }, { arguments: { values: ["b", "a"] } }],
  ])("lets %s pass", (_, before, after) => {
    expect(found([accepted("1", before)], [accepted("2", after)])).toEqual([]);
  });

  it("finds a wider range, and a bound that is gone", () => {
    const range = (id: string, arguments_: TestSpec["arguments"]) => ({
      ...test("accepted_range", "orders", "id", { namespace: "dbt_utils", arguments: arguments_ ?? {} }),
      uniqueId: id,
    });
    const [line] = found([range("a", { min_value: 0, max_value: 9 })], [range("b", { min_value: -1 })]);
    expect(line).toContain("dbt_utils.accepted_range");
    expect(line).toContain("min_value was 0 and is -1");
    expect(line).toContain("max_value is not checked any more and was 9");
    expect(found([range("a", { max_value: 9 })], [range("b", { max_value: 8 })])).toEqual([]);
  });

  it("pairs tests of one kind by their arguments before it compares them", () => {
    const before = [
      accepted("1", { arguments: { values: ["a"] } }),
      accepted("2", { arguments: { values: ["b"] } }),
    ];
    const after = [accepted("3", { arguments: { values: ["b"] } })];
    expect(found(before, after)).toEqual(["status: has lost the test accepted_values, which is gone"]);
  });

  it("says nothing of the tests of a node or a column that is gone", () => {
    const base = project([model("old"), test("unique", "old", "id")]);
    expect(checkRule(weakenedTests, project([]), { base })).toEqual([]);
    const contracted = model("orders", { contract: true, columns: { status: "text" } });
    const before = project([orders, test("unique", "orders", "id")]);
    expect(checkRule(weakenedTests, project([contracted]), { base: before })).toEqual([]);
  });

  it("follows a column that was renamed in the YAML, unless the old one is still there", () => {
    const [before, after] = [["id"], ["order_id"]].map((names) =>
      Object.fromEntries(names.map((name) => [name, { description: "the key" }])),
    );
    const base = project([model("orders", { columns: before ?? {} }), test("unique", "orders", "id")]);
    const moved = test("unique", "orders", "order_id");
    const foundIn = (head: ReturnType<typeof project>) =>
      checkRule(weakenedTests, head, { base }).map(({ message }) => message);
    const renamed = model("orders", { columns: after ?? {} });
    expect(foundIn(project([renamed, moved]))).toEqual([]);
    expect(foundIn(project([renamed, { ...moved, severity: "warn" }]))).toEqual([
      "is tested less strictly by unique: its severity is warn and was error",
    ]);
    const lost = ["has lost the test unique, which is gone"];
    expect(foundIn(project([model("orders", { columns: { ...before, ...after } }), moved]))).toEqual(lost);
    expect(foundIn(project([renamed, moved, test("not_null", "orders", "id")]))).toEqual(lost);
    expect(
      foundIn(project([renamed, moved], { catalog: { orders: { id: "INT", order_id: "INT" } } })),
    ).toEqual(lost);
    const both = project([
      model("orders", { columns: { ...before, ...after } }),
      test("unique", "orders", "id"),
    ]);
    expect(
      checkRule(weakenedTests, project([renamed, moved]), { base: both }).map(({ message }) => message),
    ).toEqual(lost);
  });

  it("reads tests of what has no columns", () => {
    const board = exposure("board");
    const of = (column: string) => test("unique", board.uniqueId, column);
    const base = project([board, of("id")]);
    expect(checkRule(weakenedTests, project([board]), { base })).toHaveLength(1);
    expect(checkRule(weakenedTests, project([board, of("order_id")]), { base })).toEqual([]);
  });

  it("follows a renamed model", () => {
    const base = project([model("old"), test("unique", "old", "id")]);
    const renamed = new Map([["model.shop.orders", "model.shop.old"]]);
    expect(checkRule(weakenedTests, project([orders]), { base, renamed })).toHaveLength(1);
    const kept = project([orders, test("unique", "orders", "id")]);
    expect(checkRule(weakenedTests, kept, { base, renamed })).toEqual([]);
  });

  it("finds a singular test that is gone or loosened, at the node that it reads", () => {
    const adds = (spec: TestSpec = {}) => singularTest("assert_it_adds_up", { parents: ["orders"], ...spec });
    expect(found([adds()], [])).toEqual([": has lost the test assert_it_adds_up, which is gone"]);
    expect(found([adds()], [adds({ severity: "warn" })])[0]).toContain("its severity is warn");
    expect(found([adds()], [adds()])).toEqual([]);
  });

  it("finds a unit test that is gone", () => {
    const adds = unitTest("adds_up", "orders");
    expect(found([adds], [])).toEqual([": has lost the unit test adds_up"]);
    expect(found([adds], [adds])).toEqual([]);
  });

  it("follows a unit test that has another name", () => {
    const old = { ...unitTest("adds_up", "orders"), checksum: "1" };
    const now = { ...unitTest("it_adds_up", "orders"), checksum: "1" };
    expect(found([old], [now])).toEqual([]);
    expect(found([old], [{ ...now, checksum: "2" }])).toEqual([": has lost the unit test adds_up"]);
  });

  it("finds a singular test that is gone and read no node, at the project", () => {
    const base = project([orders, singularTest("assert_it")]);
    expect(checkRule(weakenedTests, project([orders]), { base })).toMatchObject([
      { subject: { resourceType: "project" }, message: "has lost the test assert_it, which is gone" },
    ]);
  });

  it("points at a loosened test, and at the column or node of a lost one", () => {
    const placeOf = (before: ProjectNode, after: readonly ProjectNode[]) =>
      checkRule(weakenedTests, project([orders, ...after]), { base: project([orders, before]) })[0];
    const loosened = placeOf(accepted("1", {}), [accepted("2", { severity: "warn", where: "id > 0" })]);
    expect(loosened?.place).toEqual({ at: "definition", node: accepted("2", {}).uniqueId });
    expect(loosened?.key).toBe(
      "accepted_values: its severity is warn and was error; it looks only where id > 0",
    );
    expect(placeOf(test("unique", "orders", "id"), [])).toMatchObject({
      place: { at: "column", column: "id" },
      key: "unique gone",
    });
    expect(placeOf(test("recency", "orders"), [])?.place).toEqual({ at: "definition" });
  });

  it("finds a lost test of a whole model, also where a contract tells the columns", () => {
    const contracted = model("orders", { contract: true, columns: { id: "integer" } });
    const base = project([contracted, test("recency", "orders")]);
    expect(checkRule(weakenedTests, project([contracted]), { base })).toHaveLength(1);
  });

  it("says nothing of a singular test whose nodes are all gone", () => {
    const base = project([model("old"), singularTest("assert_it", { parents: ["old"] })]);
    expect(checkRule(weakenedTests, project([orders]), { base })).toEqual([]);
  });
});
