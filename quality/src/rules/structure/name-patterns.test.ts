import { describe, expect, it } from "vitest";

import { optionNotes } from "../../options.ts";
import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, metric, model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { namePatterns } from "./name-patterns.ts";

const kinds = [
  ["model", model],
  ["seed", seed],
  ["snapshot", snapshot],
  ["source", (name: string) => source(`pos.${name}`)],
  ["exposure", exposure],
  ["metric", metric],
] as const;

describe("name-patterns", () => {
  it.each(kinds)(
    "asks for snake case in the name of a %s, unless the options say otherwise",
    (type, make) => {
      const found = (name: string, options = {}) =>
        foundNames(namePatterns, project([make(name)]), { options });
      expect(found("stg_pos__orders_2")).toEqual([]);
      for (const bad of ["Orders", "orders-old", "2orders", "orders_", "a___b", "größe"]) {
        expect(found(bad)).toEqual([bad]);
      }
      expect(found("Orders", { [type]: "^[A-Z]" })).toEqual([]);
      expect(found("orders", { [type]: "^[A-Z]" })).toEqual(["orders"]);
      expect(found("anything at all", { [type]: null })).toEqual([]);
    },
  );

  it("says which pattern", () => {
    expect(checkRule(namePatterns, project([seed("Kinds")]), { options: { seed: "^k" } })).toMatchObject([
      { message: "does not match the pattern for names of seeds, ^k" },
    ]);
  });

  it("has patterns for the models of a layer", () => {
    const shop = project([
      model("stg_orders"),
      model("stg_pos__orders"),
      model("fct_orders"),
      seed("kinds"),
      seed("stg_kinds"),
    ]);
    const options = { layers: { staging: "^stg_[a-z]+__[a-z_]+$", other: "^rpt_" } };
    expect(checkRule(namePatterns, shop, { options })).toMatchObject([
      {
        subject: { name: "stg_orders" },
        message: "does not match the pattern for names of staging models, ^stg_[a-z]+__[a-z_]+$",
      },
    ]);
  });

  it("has its layers checked", () => {
    const { layers } = namePatterns.optionsSchema.entries;
    expect(layers && optionNotes(layers).namesLayers).toBe(true);
  });
});
