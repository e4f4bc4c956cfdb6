import type { Macro, ProjectNode } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { macro, project } from "../../testing/project.ts";
import { unusedMacros } from "./unused-macros.ts";

const calling = (...names: string[]) => ({
  dependsOn: { nodes: [], macros: names.map((name) => `macro.shop.${name}`) },
});
const found = (
  macros: readonly Macro[],
  nodes: readonly ProjectNode[] = [model("orders", { macros: ["used"] })],
  options = {},
) => foundNames(unusedMacros, project(nodes, { macros }), { options });

describe("unused-macros", () => {
  it("reports a macro that nothing calls, and one that only such a macro or itself calls", () => {
    const macros = [macro("outer", calling("inner")), macro("inner"), macro("self", calling("self"))];
    expect(found(macros)).toEqual(["outer", "inner", "self"]);
    expect(found([macro("idle")])).toEqual(["idle"]);
    expect(checkRule(unusedMacros, project([], { macros }))[0]).toMatchObject({
      subject: { uniqueId: "macro.shop.outer", resourceType: "macro" },
      message: "is a macro that nothing calls",
      place: { at: "code" },
    });
  });

  it("leaves macros alone that a node calls, directly or through other macros", () => {
    expect(found([macro("used", calling("inner")), macro("inner", calling("used"))])).toEqual([]);
  });

  it("leaves macros alone that used code hands on as values, and what they call", () => {
    const handing = (code: string) => [model("orders", { sql: code, macros: ["used"] }), source("pos.lines")];
    const macros = [macro("used"), macro("cents", calling("inner")), macro("inner")];
    expect(found(macros, handing("{%- set all = [cents] -%} select {{ used(all) }}"))).toEqual([]);
    expect(found(macros, handing("select 1 as cents, {{ used(cents_of) }} -- {# cents #}"))).toEqual([
      "cents",
      "inner",
    ]);
    const applying = { macroSql: "{% macro used() %}{{ outer(cents) }}{% endmacro %}" };
    expect(found([macro("used", applying), macro("cents")])).toEqual([]);
    expect(found([macro("idle", applying), macro("cents")], [])).toEqual(["idle", "cents"]);
    const second = macro("outer", { macroSql: "{% macro outer(f) %}{{ f(cents) }}{% endmacro %}" });
    expect(found([macro("used", applying), second, macro("cents")])).toEqual([]);
    const named = { macroSql: "{% macro used() %}{{ run(outer) }}{% endmacro %}" };
    expect(found([macro("used", named), second, macro("cents")])).toEqual([]);
  });

  it("goes on behind a macro that the manifest does not have", () => {
    const nodes = [model("orders", { macros: ["used", "gone"] })];
    const macros = [
      macro("used", calling("inner", "gone")),
      macro("inner", calling("innermost", "gone")),
      macro("innermost"),
    ];
    expect(found(macros, nodes)).toEqual([]);
  });

  it("leaves the variants of a used macro alone, and reports those of an unused one", () => {
    const variants = ["used", "default__used", "snowflake__used", "idle", "default__idle"];
    expect(found(variants.map((name) => macro(name)))).toEqual(["idle", "default__idle"]);
    expect(found([macro("used"), macro("default__idle")])).toEqual(["default__idle"]);
  });

  it("leaves macros alone that replace one of a package, or are a variant of one", () => {
    const macros = [
      macro("dbt.generate_schema_name"),
      macro("generate_schema_name", calling("schema_parts")),
      macro("schema_parts"),
      macro("dbt.date_trunc"),
      macro("duckdb__date_trunc"),
    ];
    expect(found(macros)).toEqual([]);
  });

  it("leaves materializations in use alone, and reports others", () => {
    const nodes = [model("orders", { materialized: "insert_by_period" })];
    const macros = [
      macro("materialization_insert_by_period_default"),
      macro("materialization_other_default"),
    ];
    expect(found(macros, nodes)).toEqual(["materialization_other_default"]);
  });

  it("leaves strategies in use alone, which dbt finds by name, and reports others", () => {
    const nodes = [
      model("orders", { config: { incremental_strategy: "insert+only" } }),
      snapshot("history", { config: { strategy: "newest" } }),
      snapshot("prices", { config: { strategy: "shop.cheapest" } }),
      seed("kinds", { config: { strategy: "of_seeds" } }),
    ];
    const macros = [
      macro("get_incremental_insert_only_sql", calling("insert_rows")),
      macro("insert_rows"),
      macro("snapshot_newest_strategy"),
      macro("snapshot_cheapest_strategy"),
      macro("get_incremental_other_sql"),
      macro("snapshot_of_seeds_strategy"),
    ];
    expect(found(macros, nodes)).toEqual(["get_incremental_other_sql", "snapshot_of_seeds_strategy"]);
  });

  it("leaves macros of packages, and those that the options allow, alone", () => {
    expect(found([macro("dbt_utils.star")])).toEqual([]);
    expect(found([macro("grant_all"), macro("granted")], [], { allow: ["^grant_"] })).toEqual(["granted"]);
  });

  it("finds what no selector names", () => {
    expect(unusedMacros.isSelectable).toBe(false);
  });
});
