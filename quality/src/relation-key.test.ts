import type { Quoting, Relation } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { identifierKeyOf } from "./identifiers.ts";
import { relationKey } from "./relation-key.ts";
import { project } from "./testing/project.ts";

const unsaid: Quoting = { database: undefined, schema: undefined, identifier: undefined };

function isSame(adapter: string, first: Partial<Relation>, second: Partial<Relation>): boolean {
  const context = { identifierKey: identifierKeyOf(adapter), manifest: project([], { adapter }).manifest };
  const [one, two] = [first, second].map((part) =>
    relationKey(
      {
        database: "lake",
        schema: "raw",
        identifier: "orders",
        quoting: unsaid,
        relationName: undefined,
        ...part,
      },
      context,
    ),
  );
  return one === two;
}

describe("relationKey", () => {
  it("ignores case where the adapter does not quote by default, and keeps it where it does", () => {
    for (const upper of [{ database: "LAKE" }, { schema: "RAW" }, { identifier: "ORDERS" }]) {
      expect(isSame("snowflake", {}, upper)).toBe(true);
      expect(isSame("postgres", {}, upper)).toBe(false);
      expect(isSame("greenplum", {}, upper)).toBe(false);
      expect(isSame("materialize", {}, upper)).toBe(false);
      expect(isSame("bigquery", {}, upper)).toBe(true);
    }
  });

  it("follows the project's own quoting, part by part", () => {
    const quoted = (part: keyof Quoting) => ({ quoting: { ...unsaid, [part]: true } });
    const open = (part: keyof Quoting) => ({ quoting: { ...unsaid, [part]: false } });
    for (const part of ["database", "schema", "identifier"] as const) {
      const lower = { [part]: "x" };
      const upper = { [part]: "X" };
      expect(isSame("snowflake", { ...lower, ...quoted(part) }, { ...upper, ...quoted(part) })).toBe(false);
      expect(isSame("postgres", { ...lower, ...open(part) }, { ...upper, ...open(part) })).toBe(true);
    }
  });

  it("tells a missing database or schema from one with that name", () => {
    expect(isSame("spark", { database: undefined }, { database: "null" })).toBe(false);
    expect(isSame("spark", { schema: undefined }, { schema: "null" })).toBe(false);
    expect(isSame("spark", { database: undefined }, { database: undefined })).toBe(true);
  });
});
