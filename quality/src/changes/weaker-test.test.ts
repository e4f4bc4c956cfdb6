import type { JsonObject } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { identifierKeyOf } from "../identifiers.ts";
import { singularTest, test } from "../testing/nodes.ts";
import type { TestSpec } from "../testing/specs.ts";
import { loosenedIn, pairTests, testLabel } from "./weaker-test.ts";

const onColumn = (column: string, spec: TestSpec = {}, id = "") => ({
  ...test("accepted_range", "orders", column, spec),
  ...(id && { uniqueId: id }),
});

function ways(before: TestSpec, after: TestSpec): readonly string[] {
  return loosenedIn(onColumn("id", before), onColumn("id", after));
}

const argued = (before: JsonObject, after: JsonObject) => ways({ arguments: before }, { arguments: after });

describe("a looser test", () => {
  it.each<[TestSpec, TestSpec, string]>([
    [{}, { severity: "warn" }, "its severity is warn and was error"],
    [{}, { where: "a" }, "it looks only where a"],
    [{ where: "a" }, { where: "b" }, "its where was a and is b"],
    [{}, { limit: 5 }, "it stops at 5 failures"],
    [{ limit: 9 }, { limit: 5 }, "it stops at 5 failures"],
    [{}, { errorIf: "> 10" }, "error_if was != 0 and is > 10"],
    [{}, { warnIf: "> 10" }, "warn_if was != 0 and is > 10"],
  ])("from %j to %j is said in words", (before, after, words) => {
    expect(ways(before, after)).toEqual([words]);
    expect(ways(after, before)).toEqual(
      before.where === undefined ? [] : [expect.stringContaining("its where was")],
    );
  });

  it("is not one that is as strict as before", () => {
    const all: TestSpec = { severity: "warn", where: "a", limit: 5, warnIf: "> 1", errorIf: "> 2" };
    expect(ways(all, all)).toEqual([]);
  });

  it("is not one that only gets a threshold for errors, which it did not have", () => {
    expect(ways({ severity: "warn" }, { errorIf: "> 10" })).toEqual([]);
    expect(ways({ severity: "warn" }, { severity: "warn", errorIf: "> 10" })).toEqual([]);
  });

  it("counts its failures in another way", () => {
    const old = onColumn("id");
    expect(loosenedIn(old, { ...old, failCalc: "0" })).toEqual([
      "it counts failures by 0 and did by count(*)",
    ]);
  });

  it.each<[JsonObject, JsonObject, readonly string[]]>([
    [{ max_value: 5 }, { max_value: 9 }, ["max_value was 5 and is 9"]],
    [{ max_value: 5 }, { max_value: 1 }, []],
    [{ min_value: 5 }, { min_value: 1 }, ["min_value was 5 and is 1"]],
    [{ min_value: 5 }, { min_value: 9 }, []],
    [{ min_value: 5 }, {}, ["min_value is not checked any more and was 5"]],
    [{}, { min_value: 5 }, []],
    [{ at_least: 2 }, { at_least: 1 }, ["at_least was 2 and is 1"]],
    [{ at_most: 2 }, { at_most: 3 }, ["at_most was 2 and is 3"]],
    [{ max: 2 }, { max: 3 }, ["max was 2 and is 3"]],
    [{ min: 2 }, { min: 1 }, ["min was 2 and is 1"]],
    [{ to_value: 2 }, { to_value: 3 }, ["to_value was 2 and is 3"]],
    [{ from_value: 2 }, { from_value: 1 }, ["from_value was 2 and is 1"]],
    [{ max_value: 5, min_value: 1 }, { max_value: 5, min_value: 1 }, []],
    [{ max_value: "5" }, { max_value: "9" }, []],
    [{ max_value: 5 }, { max_value: "9" }, []],
    [{ tolerance: 1 }, { tolerance: 9 }, []],
    [{ tolerance: 1 }, {}, []],
    [{ values: ["a"] }, { values: "a" }, []],
    [{ values: ["a"] }, { values: ["b"] }, ['"b" is accepted too']],
    [{ not_values: ["a"] }, { not_values: [] }, ['"a" is not in not_values any more']],
    [{ combination_of_columns: ["a"] }, { combination_of_columns: ["b"] }, ['"b" is part of the key too']],
    [{ values: ["a"] }, {}, ['values is not checked any more and was ["a"]']],
    [{ values: ["a"] }, { values: ["a", "b", 1] }, ['"b", 1 is accepted too']],
    [{ values: ["a", "b"] }, { values: ["a"] }, []],
    [{ not_values: ["a", "b", "c"] }, { not_values: ["a"] }, ['"b", "c" is not in not_values any more']],
    [{ not_values: ["a"] }, { not_values: ["a", "b"] }, []],
    [
      { combination_of_columns: ["a"] },
      { combination_of_columns: ["a", "b", "c"] },
      ['"b", "c" is part of the key too'],
    ],
    [{ combination_of_columns: ["a", "b"] }, { combination_of_columns: ["a"] }, []],
    [{ to: "ref('a')" }, { to: "ref('b')" }, []],
    [{ interval: 1 }, { interval: 30 }, ["interval was 1 and is 30"]],
    [{}, { row_condition: "id > 0" }, ["it looks only where id > 0"]],
    [{ from_condition: "a" }, { from_condition: "b" }, ['its from_condition was "a" and is b']],
    [{ row_condition: "a" }, { row_condition: "a" }, []],
    [{ row_condition: "a" }, {}, []],
  ])("with the arguments %j becoming %j", (before, after, expected) => {
    expect(argued(before, after)).toEqual(expected);
  });
});

describe("the values of a test", () => {
  const waysOf = (name: string, before: JsonObject, after: JsonObject) =>
    loosenedIn(
      test(name, "orders", "id", { arguments: before }),
      test(name, "orders", "id", { arguments: after }),
    );

  it.each(["not_accepted_values", "expect_column_values_to_not_be_in_set", "expect_values_to_contain_set"])(
    "are fewer where %s is looser",
    (name) => {
      const key = name.endsWith("values") ? "values" : "value_set";
      const [few, many] = [{ [key]: ["a"] }, { [key]: ["a", "b"] }];
      expect(waysOf(name, many, few)).toEqual([`"b" is not in ${key} any more`]);
      expect(waysOf(name, few, many)).toEqual([]);
    },
  );

  it("are more where they are accepted", () => {
    const [few, many] = [{ value_set: ["a"] }, { value_set: ["a", "b"] }];
    expect(waysOf("expect_column_values_to_be_in_set", few, many)).toEqual(['"b" is accepted too']);
    expect(waysOf("expect_column_values_to_be_in_set", many, few)).toEqual([]);
    expect(waysOf("not_constant", { group_by_columns: ["a"] }, { group_by_columns: [] })).toEqual([]);
  });
});

describe("the same test before and after", () => {
  const key = identifierKeyOf("duckdb");
  const pair = (before: Parameters<typeof pairTests>[0], after: Parameters<typeof pairTests>[1]) =>
    pairTests(before, after, key).map(({ old, now }) => `${old.uniqueId} ${now?.uniqueId}`);

  it("has the same id, or the same arguments, or at least kind and column", () => {
    const before = [
      onColumn("id", { arguments: { max_value: 1 } }, "a"),
      onColumn("id", { arguments: { max_value: 2 } }, "b"),
      onColumn("id", { arguments: { max_value: 3 } }, "c"),
    ];
    const after = [
      onColumn("ID", { arguments: { max_value: 9 } }, "x"),
      onColumn("ID", { arguments: { max_value: 2 } }, "y"),
      onColumn("id", { arguments: { max_value: 8 } }, "a"),
    ];
    expect(pair(before, after)).toEqual(["a a", "b y", "c x"]);
  });

  it("is not one on another column, of another kind or package, and each is found once", () => {
    expect(pair([onColumn("id", {}, "a")], [onColumn("name", {}, "b")])).toEqual(["a undefined"]);
    const foreign = onColumn("id", { namespace: "dbt_utils" }, "b");
    expect(pair([onColumn("id", {}, "a")], [foreign])).toEqual(["a undefined"]);
    const two = [onColumn("id", {}, "a"), onColumn("id", {}, "b")];
    expect(pair(two, [onColumn("id", {}, "c")])).toEqual(["a c", "b undefined"]);
  });

  it("may name dbt's own package or leave it out", () => {
    expect(pair([onColumn("id", { namespace: "dbt" }, "a")], [onColumn("id", {}, "b")])).toEqual(["a b"]);
  });

  it("is on a renamed column, if its arguments are the same", () => {
    const isRenamed = (from: string, to: string) => from === "id" && to === "order_id";
    const nowOf = (old: ReturnType<typeof onColumn>, now: ReturnType<typeof onColumn>) =>
      pairTests([old], [now], key, isRenamed)[0]?.now?.uniqueId;
    const max = (max_value: number) => ({ arguments: { max_value } });
    expect(nowOf(onColumn("id", max(1), "a"), onColumn("order_id", max(1), "b"))).toBe("b");
    expect(nowOf(onColumn("id", max(1), "a"), onColumn("order_id", max(2), "b"))).toBeUndefined();
    expect(nowOf(onColumn("id", {}, "a"), onColumn("other", {}, "b"))).toBeUndefined();
    const foreign = onColumn("order_id", { namespace: "dbt_utils" }, "b");
    expect(nowOf(onColumn("id", {}, "a"), foreign)).toBeUndefined();
    expect(
      nowOf(onColumn("id", {}, "a"), { ...test("accepted_range", "orders"), uniqueId: "b" }),
    ).toBeUndefined();
    expect(
      nowOf({ ...test("accepted_range", "orders"), uniqueId: "a" }, onColumn("order_id", {}, "b")),
    ).toBeUndefined();
  });

  it("may be one of the whole node", () => {
    const whole = (id: string) => ({ ...test("recency", "orders"), uniqueId: id });
    expect(pair([whole("a")], [whole("b")])).toEqual(["a b"]);
  });

  it("may name its arguments in another order", () => {
    const old = onColumn("id", { arguments: { min_value: 1, max_value: 2 } }, "a");
    const other = onColumn("id", { arguments: { min_value: 5 } }, "x");
    const now = onColumn("id", { arguments: { max_value: 2, min_value: 1 } }, "b");
    expect(pair([old], [other, now])).toEqual(["a b"]);
  });
});

it("a test is called by its kind, with its package, and a singular one by its name", () => {
  expect(testLabel(onColumn("id"))).toBe("accepted_range");
  expect(testLabel(onColumn("id", { namespace: "dbt_utils" }))).toBe("dbt_utils.accepted_range");
  expect(testLabel(singularTest("assert_it"))).toBe("assert_it");
});
