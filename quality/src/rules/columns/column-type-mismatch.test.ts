import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { columnTypeMismatch } from "./column-type-mismatch.ts";

const orders = model("orders", { columns: { total: "decimal" } });

describe("column-type-mismatch", () => {
  it("reports a column that is another kind of data in the warehouse", () => {
    const shop = project([orders], { catalog: { orders: { total: "VARCHAR" } } });
    expect(checkRule(columnTypeMismatch, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        column: "total",
        message: "is declared as decimal, and the warehouse has VARCHAR",
        place: { at: "column", column: "total", path: ["data_type"] },
      },
    ]);
  });

  it("leaves sizes, other names for one kind, untyped and unknown columns alone", () => {
    const catalog = { orders: { total: "NUMBER(18,2)" } };
    expect(foundNames(columnTypeMismatch, project([orders], { catalog }))).toEqual([]);
    expect(foundNames(columnTypeMismatch, project([orders], { catalog: {} }))).toEqual([]);
    expect(foundNames(columnTypeMismatch, project([orders], { catalog: { orders: { id: "T" } } }))).toEqual(
      [],
    );
    const untyped = model("orders", { columns: { total: {} } });
    expect(foundNames(columnTypeMismatch, project([untyped], { catalog }))).toEqual([]);
  });

  it("finds the column as the warehouse spells it", () => {
    const shop = project([orders], { adapter: "snowflake", catalog: { orders: { TOTAL: "DATE" } } });
    expect(foundNames(columnTypeMismatch, shop)).toEqual(["orders.total"]);
    const quoted = model("orders", { columns: { total: { dataType: "decimal", quote: true } } });
    const other = project([quoted], { adapter: "snowflake", catalog: { orders: { TOTAL: "DATE" } } });
    expect(foundNames(columnTypeMismatch, other)).toEqual([]);
  });

  it("looks where its options say, once", () => {
    const columns = { total: "decimal" };
    const nodes = [
      orders,
      seed("kinds", { columns }),
      snapshot("history", { columns }),
      source("pos.lines", { columns }),
    ];
    const date = { total: "DATE" };
    const shop = project(nodes, {
      catalog: { orders: date, kinds: date, history: date, "pos.lines": date },
    });
    expect(foundNames(columnTypeMismatch, shop)).toEqual([
      "orders.total",
      "kinds.total",
      "history.total",
      "lines.total",
    ]);
    const options = { resource_types: ["source", "source"] };
    expect(foundNames(columnTypeMismatch, shop, { options })).toEqual(["lines.total"]);
  });
});
