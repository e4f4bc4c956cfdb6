import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { columnsMissingInWarehouse } from "./columns-missing-in-warehouse.ts";

const rule = columnsMissingInWarehouse;
const columns = { amount: "decimal" };

describe("columns-missing-in-warehouse", () => {
  it("reports each declared column that the warehouse does not have", () => {
    const shop = project([model("orders", { columns: { id: "integer", amount: "decimal" } })], {
      catalog: { orders: { id: "INTEGER", total: "DECIMAL" } },
    });
    expect(checkRule(rule, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        column: "amount",
        message: "is in YAML and not in the warehouse",
        place: { at: "column", column: "amount" },
      },
    ]);
  });

  it("compares names as the warehouse does", () => {
    const catalog = { orders: { AMOUNT: "NUMBER" } };
    const inSnowflake = (quote: boolean) =>
      project([model("orders", { columns: { amount: { quote } } })], { adapter: "snowflake", catalog });
    expect(foundNames(rule, inSnowflake(false))).toEqual([]);
    expect(foundNames(rule, inSnowflake(true))).toEqual(["orders.amount"]);
  });

  it("finds fields of a record by the record", () => {
    const nodes = [model("people", { columns: { address: "record", "address.city": "string" } })];
    expect(foundNames(rule, project(nodes, { catalog: { people: { address: "STRUCT" } } }))).toEqual([]);
    expect(foundNames(rule, project(nodes, { catalog: { people: { id: "INT64" } } }))).toEqual([
      "people.address",
      "people.address.city",
    ]);
  });

  it("says nothing of what the catalog does not have", () => {
    expect(foundNames(rule, project([model("orders", { columns })], { catalog: {} }))).toEqual([]);
  });

  it("looks at all types, and where its options say, once", () => {
    const nodes = [
      model("a", { columns }),
      seed("b", { columns }),
      snapshot("c", { columns }),
      source("pos.d", { columns }),
    ];
    const other = { x: "T" };
    const shop = project(nodes, { catalog: { a: other, b: other, c: other, "pos.d": other } });
    expect(foundNames(rule, shop)).toEqual(["a.amount", "b.amount", "c.amount", "d.amount"]);
    expect(foundNames(rule, shop, { options: { resource_types: ["seed", "seed"] } })).toEqual(["b.amount"]);
  });
});
