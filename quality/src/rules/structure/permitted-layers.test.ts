import { describe, expect, it } from "vitest";

import { optionNotes } from "../../options.ts";
import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { permittedLayers } from "./permitted-layers.ts";

const all = [
  source("pos.x"),
  seed("kinds"),
  snapshot("history"),
  model("base_x"),
  model("stg_x"),
  model("int_x"),
  model("fct_x"),
  model("rpt_x"),
];
const everything = ["pos.x", "kinds", "history", "base_x", "stg_x", "int_x", "fct_x", "rpt_x"];
const forbiddenFor = (reader: string) =>
  checkRule(permittedLayers, project([...all, model(reader, { parents: everything })])).map(({ related }) =>
    related?.[0]?.split(".").slice(2).join("."),
  );

describe("permitted-layers", () => {
  it("reports each parent in a layer that may not be read", () => {
    expect(forbiddenFor("base_reader")).toEqual(["base_x", "stg_x", "int_x", "fct_x", "rpt_x"]);
    expect(forbiddenFor("stg_reader")).toEqual(["stg_x", "int_x", "fct_x", "rpt_x"]);
    expect(forbiddenFor("int_reader")).toEqual(["pos.x", "fct_x", "rpt_x"]);
    expect(forbiddenFor("dim_reader")).toEqual(["pos.x", "base_x", "rpt_x"]);
    expect(forbiddenFor("rpt_reader")).toEqual([]);
  });

  it("names both layers, and the place of the call", () => {
    const shop = project([...all, model("int_reader", { parents: ["fct_x", "pos.x"] })]);
    expect(checkRule(permittedLayers, shop)).toMatchObject([
      {
        message:
          "is in the intermediate layer and reads fct_x (marts); permitted are seed, snapshot, base, staging and intermediate",
        place: { at: "call", to: "model.shop.fct_x" },
      },
      { place: { at: "call", to: "source.shop.pos.x" } },
    ]);
  });

  it("takes the layers from the options, and does not count parents of packages", () => {
    const shop = project([
      source("crm.people", { package: "other" }),
      model("fct_a"),
      model("rpt_b", { parents: ["fct_a"] }),
      model("int_c", { parents: ["fct_a", "crm.people"] }),
    ]);
    expect(foundNames(permittedLayers, shop, { options: { reads: { other: ["staging"] } } })).toEqual([
      "rpt_b",
    ]);
    expect(foundNames(permittedLayers, shop)).toEqual(["int_c"]);
  });

  it("has its layers checked", () => {
    const { reads } = permittedLayers.optionsSchema.entries;
    expect(reads && optionNotes(reads).namesLayers).toBe(true);
  });
});
