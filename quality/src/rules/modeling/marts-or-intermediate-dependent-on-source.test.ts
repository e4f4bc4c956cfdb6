import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { martsOrIntermediateDependentOnSource } from "./marts-or-intermediate-dependent-on-source.ts";

const rule = martsOrIntermediateDependentOnSource;
const raw = [source("pos.a"), source("pos.b"), source("crm.c", { package: "other" })];

describe("marts-or-intermediate-dependent-on-source", () => {
  it("reports each pair of an intermediate or marts model and a source it reads", () => {
    const shop = project([
      ...raw,
      model("int_x", { parents: ["pos.a", "pos.b"] }),
      model("y", { folder: "marts", parents: ["pos.a"] }),
      snapshot("dim_history", { parents: ["pos.a"] }),
    ]);
    expect(checkRule(rule, shop)).toMatchObject([
      {
        subject: { name: "int_x" },
        message: "reads the source pos.a directly, from the intermediate layer",
        related: ["source.shop.pos.a"],
        place: { at: "call", to: "source.shop.pos.a" },
      },
      { subject: { name: "int_x" }, related: ["source.shop.pos.b"] },
      {
        subject: { name: "y" },
        message: "reads the source pos.a directly, from the marts layer",
      },
      { subject: { name: "dim_history" } },
    ]);
  });

  it("leaves staging, base and other models, and marts on models, alone", () => {
    const shop = project([
      ...raw,
      model("stg_x", { parents: ["pos.a"] }),
      model("base_x", { parents: ["pos.a"] }),
      model("rpt_x", { parents: ["pos.a"] }),
      model("fct_x", { parents: ["stg_x"] }),
    ]);
    expect(foundNames(rule, shop)).toEqual([]);
  });

  it("does not count a source of an installed package", () => {
    expect(foundNames(rule, project([...raw, model("fct_x", { parents: ["crm.c"] })]))).toEqual([]);
  });
});
