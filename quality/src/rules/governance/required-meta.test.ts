import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { requiredMeta } from "./required-meta.ts";

const keys = ["cost_center", "contact"];

describe("required-meta", () => {
  it("reports models that lack a key", () => {
    const shop = project([model("a"), model("b", { meta: { contact: "data@shop.example" } })]);
    expect(checkRule(requiredMeta, shop, { options: { keys } })).toMatchObject([
      {
        subject: { name: "a" },
        message: "has no cost_center and contact in its meta",
        measure: 2,
        place: { at: "key", path: ["config", "meta"] },
      },
      { subject: { name: "b" }, message: "has no cost_center in its meta", measure: 1 },
    ]);
  });

  it.each([null, "", "  ", [], {}])("takes %j for nothing", (value) => {
    const shop = project([model("a", { meta: { contact: value } })]);
    expect(foundNames(requiredMeta, shop, { options: { keys: ["contact"] } })).toEqual(["a"]);
  });

  it.each([0, false, "x", ["x"], { x: null }])("takes %j for something", (value) => {
    const shop = project([model("a", { meta: { contact: value } })]);
    expect(foundNames(requiredMeta, shop, { options: { keys: ["contact"] } })).toEqual([]);
  });

  it("finds nothing without keys, and looks where its options say, once", () => {
    const shop = project([model("fct_a"), model("stg_b"), source("pos.orders")]);
    expect(foundNames(requiredMeta, shop)).toEqual([]);
    expect(foundNames(requiredMeta, shop, { options: { keys } })).toEqual(["fct_a", "stg_b"]);
    const options = { keys, layers: ["marts"], resource_types: ["source", "model", "source"] };
    expect(foundNames(requiredMeta, shop, { options })).toEqual(["orders", "fct_a"]);
  });
});
