import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { duplicateSources } from "./duplicate-sources.ts";

const inRaw = { schema: "raw", database: "lake" };

describe("duplicate-sources", () => {
  it("reports one table with several declarations once, the first of them with the others as related", () => {
    const nodes = [
      source("pos.orders", inRaw),
      source("old.orders", inRaw),
      source("copy.again", { ...inRaw, identifier: "orders" }),
    ];
    const expected = [
      {
        subject: { uniqueId: "source.shop.copy.again" },
        message: "is the same table, lake.raw.orders, as 2 other sources: old.orders and pos.orders",
        related: ["source.shop.old.orders", "source.shop.pos.orders"],
        measure: 3,
      },
    ];
    expect(checkRule(duplicateSources, project(nodes))).toMatchObject(expected);
    expect(checkRule(duplicateSources, project(nodes.toReversed()))).toMatchObject(expected);
  });

  it("tells tables apart by database, schema and identifier", () => {
    const shop = project([
      source("pos.orders", inRaw),
      source("other_schema.orders", { ...inRaw, schema: "raw_2" }),
      source("other_database.orders", { ...inRaw, database: "pond" }),
      source("other_table.lines", inRaw),
    ]);
    expect(foundNames(duplicateSources, shop)).toEqual([]);
  });

  it("leaves out of the name what the warehouse does not have", () => {
    const inSpark = (name: string) => {
      const table = source(name, { identifier: "orders" });
      return { ...table, relation: { ...table.relation, database: undefined, schema: "raw" } };
    };
    const shop = project([inSpark("pos.a"), inSpark("pos.b")], { adapter: "spark" });
    expect(checkRule(duplicateSources, shop)[0]?.message).toBe(
      "is the same table, raw.orders, as 1 other source: pos.b",
    );
  });

  it("compares case as the warehouse does", () => {
    const nodes = [source("pos.orders", inRaw), source("shout.ORDERS", { schema: "RAW", database: "LAKE" })];
    expect(foundNames(duplicateSources, project(nodes, { adapter: "duckdb" }))).toEqual(["orders"]);
    expect(foundNames(duplicateSources, project(nodes, { adapter: "postgres" }))).toEqual([]);
  });
});
