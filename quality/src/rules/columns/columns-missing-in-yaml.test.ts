import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { columnsMissingInYaml } from "./columns-missing-in-yaml.ts";

const orders = model("orders", { columns: { id: "integer" } });

describe("columns-missing-in-yaml", () => {
  it("reports each column of the warehouse that is not declared", () => {
    const shop = project([orders], { catalog: { orders: { id: "INTEGER", note: "VARCHAR" } } });
    expect(checkRule(columnsMissingInYaml, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        column: "note",
        message: "is in the warehouse and not in YAML",
      },
    ]);
  });

  it("reports a model without declared columns once", () => {
    const shop = project([model("orders")], { catalog: { orders: { id: "INTEGER", note: "VARCHAR" } } });
    expect(checkRule(columnsMissingInYaml, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        message: "has 2 columns in the warehouse and none in YAML",
        measure: 2,
      },
    ]);
  });

  it("compares names as the warehouse does", () => {
    const catalog = { orders: { ID: "NUMBER" } };
    const quoted = model("orders", { columns: { id: { quote: true } } });
    expect(foundNames(columnsMissingInYaml, project([orders], { adapter: "snowflake", catalog }))).toEqual(
      [],
    );
    expect(foundNames(columnsMissingInYaml, project([quoted], { adapter: "snowflake", catalog }))).toEqual([
      "orders.ID",
    ]);
    expect(foundNames(columnsMissingInYaml, project([quoted], { adapter: "duckdb", catalog }))).toEqual([]);
  });

  it("takes a declared field of a record for the record, and looks for each field", () => {
    const catalog = { orders: { address: "STRUCT", "address.city": "STRING", "address.zip": "STRING" } };
    const shop = project([model("orders", { columns: { "address.city": {} } })], { catalog });
    expect(foundNames(columnsMissingInYaml, shop)).toEqual(["orders.address.zip"]);
  });

  it("says nothing of models that the catalog does not have, or has without columns", () => {
    expect(foundNames(columnsMissingInYaml, project([orders], { catalog: {} }))).toEqual([]);
    expect(foundNames(columnsMissingInYaml, project([orders], { catalog: { orders: {} } }))).toEqual([]);
  });

  it("looks where its options say, once", () => {
    const nodes = [model("fct_a"), model("stg_b"), source("pos.c")];
    const shop = project(nodes, { catalog: { fct_a: { x: "T" }, stg_b: { x: "T" }, "pos.c": { x: "T" } } });
    expect(foundNames(columnsMissingInYaml, shop)).toEqual(["fct_a", "stg_b"]);
    const options = { layers: ["staging"], resource_types: ["model", "source", "model"] };
    expect(foundNames(columnsMissingInYaml, shop, { options })).toEqual(["stg_b", "c"]);
  });
});
