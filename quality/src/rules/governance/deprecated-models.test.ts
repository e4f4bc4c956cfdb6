import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { deprecatedModels } from "./deprecated-models.ts";

const now = new Date("2026-01-15T12:00:00Z");
const old = model("orders", { version: "1", latestVersion: "2", deprecationDate: "2025-12-31" });

describe("deprecated-models", () => {
  it("reports a model after its date, with its readers", () => {
    const shop = project([old, test("unique", "orders.v1", "id")]);
    expect(checkRule(deprecatedModels, shop, { now })).toMatchObject([
      {
        subject: { uniqueId: "model.shop.orders.v1" },
        message: "was to be gone by 2025-12-31, and nothing reads it",
        measure: 0,
        place: { at: "key", path: ["deprecation_date"] },
      },
    ]);
    const one = [old, model("a", { parents: ["orders.v1"] })];
    expect(checkRule(deprecatedModels, project(one), { now })[0]?.message).toContain("1 node (a) reads it");
    const two = [...one, exposure("board", { parents: ["orders.v1"] })];
    expect(checkRule(deprecatedModels, project(two), { now })).toMatchObject([
      {
        message: "was to be gone by 2025-12-31, and 2 nodes (a and board) read it",
        related: ["exposure.shop.board", "model.shop.a"],
        measure: 2,
      },
    ]);
  });

  it("leaves models with a later date, or none, alone", () => {
    const shop = project([model("a", { deprecationDate: "2026-02-01" }), model("b")]);
    expect(foundNames(deprecatedModels, shop, { now })).toEqual([]);
  });
});
