import { describe, expect, it } from "vitest";

import { identifierKeyOf } from "./identifiers.ts";
import { catalogColumns, fieldName, knownColumns, recordName, typeKey } from "./known-columns.ts";
import { model, seed } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";
import type { ModelSpec } from "./testing/specs.ts";

function known(spec: ModelSpec, catalog?: Record<string, string>) {
  const orders = model("orders", spec);
  const side = project([orders], catalog ? { catalog: { orders: catalog } } : {});
  const found = knownColumns(orders, { catalog: side.catalog, identifierKey: identifierKeyOf("snowflake") });
  return (
    found && [found.from, ...[...found.columns].map(([key, { name, type }]) => `${key} ${name} ${type}`)]
  );
}

describe("the columns of a node", () => {
  it("are those of its enforced contract, before those of the catalog", () => {
    const columns = { id: "integer", Mixed: { quote: true } };
    expect(known({ contract: true, columns }, { OLD: "TEXT" })).toEqual([
      "contract",
      "ID id integer",
      "Mixed Mixed undefined",
    ]);
  });

  it("are those of the catalog where no contract is enforced, as the warehouse spells them", () => {
    expect(known({ columns: { id: "integer" } }, { ID: "NUMBER", lower: "TEXT" })).toEqual([
      "catalog",
      "ID ID NUMBER",
      "lower lower TEXT",
    ]);
  });

  it("are not known from YAML alone, nor from an empty entry of the catalog", () => {
    expect(known({ columns: { id: "integer" } })).toBeUndefined();
    expect(known({}, {})).toBeUndefined();
  });

  it("are not known of an external table, whose columns BigQuery does not list", () => {
    expect(known({ columns: { id: "integer" } }, { "<unknown>": "<unknown>" })).toBeUndefined();
  });

  it("are those of the catalog for what can have no contract", () => {
    const side = project([seed("codes")], { catalog: { codes: { id: "INT" } } });
    const context = { catalog: side.catalog, identifierKey: identifierKeyOf("duckdb") };
    expect(catalogColumns("seed.shop.codes", context)?.columns.has("id")).toBe(true);
    expect(catalogColumns("seed.shop.other", context)).toBeUndefined();
  });
});

describe("typeKey", () => {
  it("has no regard for size, case and blanks", () => {
    expect(typeKey(" NUMERIC (10, 2) ")).toBe("numeric");
    expect(typeKey("timestamp(6)  with time zone")).toBe("timestamp with time zone");
  });
});

describe("fieldName", () => {
  it("is the last part of a field's name, and a column's whole name", () => {
    expect(["address.home.city", "city", "c", "a.c"].map(fieldName)).toEqual(["city", "city", "c", "c"]);
  });
});

describe("recordName", () => {
  it("is the first part of a field's name, and a column's whole name", () => {
    expect(["address.home.city", "city"].map(recordName)).toEqual(["address", "city"]);
  });
});
