import { describe, expect, it } from "vitest";

import { identifierKeyOf } from "./identifiers.ts";

describe("identifierKeyOf", () => {
  it("folds unquoted names to upper case on Snowflake and keeps quoted ones", () => {
    const key = identifierKeyOf("snowflake");
    expect(key("Orders")).toBe(key("ORDERS"));
    expect(key("ORDERS", true)).toBe(key("orders"));
    expect(key("orders", true)).not.toBe(key("orders"));
  });

  it("folds unquoted names to lower case on Postgres and keeps quoted ones", () => {
    const key = identifierKeyOf("postgres");
    expect(key("orders", true)).toBe(key("Orders"));
    expect(key("Orders", true)).not.toBe(key("Orders"));
  });

  it("has no regard for case on DuckDB and on adapters it does not know, quoted or not", () => {
    for (const adapter of ["duckdb", "somedb", undefined]) {
      const key = identifierKeyOf(adapter);
      expect(key("Orders", true)).toBe(key("orders"));
    }
  });
});
