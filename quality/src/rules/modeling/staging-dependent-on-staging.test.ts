import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { stagingDependentOnStaging } from "./staging-dependent-on-staging.ts";

describe("staging-dependent-on-staging", () => {
  it("reports each pair of a staging model and its staging parent", () => {
    const shop = project([
      model("stg_a"),
      model("stg_b"),
      model("stg_late", { parents: ["stg_a", "stg_b"] }),
    ]);
    expect(checkRule(stagingDependentOnStaging, shop)).toMatchObject([
      {
        subject: { name: "stg_late" },
        message: "is in the staging layer and reads from it too: stg_a",
        related: ["model.shop.stg_a"],
        place: { at: "call", to: "model.shop.stg_a" },
      },
      { subject: { name: "stg_late" }, related: ["model.shop.stg_b"] },
    ]);
  });

  it("counts snapshots on both sides", () => {
    const shop = project([
      model("stg_a"),
      snapshot("stg_history", { parents: ["stg_a"] }),
      model("stg_b", { parents: ["stg_history"] }),
    ]);
    expect(foundNames(stagingDependentOnStaging, shop)).toEqual(["stg_b", "stg_history"]);
  });

  it("leaves staging on a source or a base model, and a later layer on staging, alone", () => {
    const shop = project([
      source("pos.orders"),
      model("base_orders", { parents: ["pos.orders"] }),
      model("stg_orders", { parents: ["pos.orders", "base_orders"] }),
      model("int_orders", { parents: ["stg_orders"] }),
    ]);
    expect(foundNames(stagingDependentOnStaging, shop)).toEqual([]);
  });

  it("does not count a parent of an installed package", () => {
    const shop = project([model("stg_a", { package: "other" }), model("stg_b", { parents: ["stg_a"] })]);
    expect(foundNames(stagingDependentOnStaging, shop)).toEqual([]);
  });
});
