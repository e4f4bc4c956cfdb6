import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { defineRule } from "../rule.ts";
import { checkRule, foundNames } from "./check-rule.ts";
import { exposure, model, source, test, unitTest } from "./nodes.ts";
import { project } from "./project.ts";

const shop = project(
  [
    source("raw.orders"),
    model("stg_orders", { folder: "staging", parents: ["raw.orders"], columns: { id: "integer" } }),
    model("orders", { parents: ["stg_orders", "gone"], version: "2" }),
    model("star", { package: "other_package" }),
    test("unique", "stg_orders", "id"),
    unitTest("adds_up", "stg_orders"),
    exposure("board", { parents: ["orders.v2"] }),
  ],
  { catalog: { stg_orders: { ID: "INTEGER" } } },
);

const everyModel = defineRule({
  id: "every-model",
  category: "modeling",
  title: "Every model",
  docs: { what: "w", why: "y", example: "e", fix: "f" },
  defaultSeverity: "warn",
  preset: "minimal",
  options: { ending: v.optional(v.string(), "!") },
  check: (context, options) =>
    context.graph
      .byType("model")
      .map((each) => ({ subject: each, message: `${each.name}${options.ending}` })),
});

describe("the test project", () => {
  it("links short names to ids", () => {
    const id = "model.shop.stg_orders";
    expect(shop.graph.parents(id).map((node) => node.uniqueId)).toEqual(["source.shop.raw.orders"]);
    expect(shop.graph.testsOf(id)).toHaveLength(1);
    expect(shop.graph.unitTestsOf(id)).toHaveLength(1);
    expect(shop.graph.descendants(id).map((node) => node.name)).toContain("board");
    expect(shop.catalog?.tables.get(id)?.columns[0]?.name).toBe("ID");
  });

  it("keeps a parent that no node is as dangling", () => {
    expect(shop.graph.dangling).toEqual([{ from: "model.shop.orders.v2", to: "gone" }]);
  });
});

describe("checkRule", () => {
  it("gives a rule its options with defaults, and drops findings on installed packages", () => {
    expect(checkRule(everyModel, shop).map((finding) => finding.message)).toEqual(["stg_orders!", "orders!"]);
    expect(checkRule(everyModel, shop, { options: { ending: "?" } })[0]?.message).toBe("stg_orders?");
    expect(foundNames(everyModel, shop)).toEqual(["stg_orders", "orders"]);
  });
});
