import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, seed, snapshot, source, test, unitTest } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { disabledNodes } from "./disabled-nodes.ts";

const old = model("old_orders");

describe("disabled-nodes", () => {
  it("reports disabled models and tests, each once", () => {
    const others = [seed("kinds"), snapshot("history"), source("pos.orders")];
    const shop = project([], { disabled: [old, old, test("unique", "orders", "id"), ...others] });
    expect(checkRule(disabledNodes, shop)).toMatchObject([
      {
        subject: { name: "old_orders" },
        message: "is a disabled model",
        place: { at: "key", path: ["config", "enabled"] },
      },
      { subject: { name: "unique_orders_id" }, message: "is a disabled test" },
      { message: "is a disabled seed" },
      { message: "is a disabled snapshot" },
      { message: "is a disabled source" },
    ]);
  });

  it("leaves what an enabled node replaces, other types, and packages alone", () => {
    const disabled = [old, exposure("board"), model("theirs", { package: "other" })];
    expect(foundNames(disabledNodes, project([old], { disabled }))).toEqual([]);
  });

  it("takes the types from the options", () => {
    const shop = project([], { disabled: [old, exposure("board"), unitTest("adds_up", "orders")] });
    const options = { resource_types: ["exposure", "unit_test"] };
    expect(checkRule(disabledNodes, shop, { options })).toMatchObject([
      { message: "is a disabled exposure" },
      { message: "is a disabled unit test" },
    ]);
  });

  it("finds what no selector names", () => {
    expect(disabledNodes.isSelectable).toBe(false);
  });
});
