import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, snapshot } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { stagingDependentOnMartsOrIntermediate } from "./staging-dependent-on-marts-or-intermediate.ts";

const rule = stagingDependentOnMartsOrIntermediate;

describe("staging-dependent-on-marts-or-intermediate", () => {
  it("reports each pair of a staging model and its later parent", () => {
    const shop = project([
      model("int_a"),
      model("fct_b"),
      model("dim_c"),
      model("stg_top", { parents: ["int_a", "fct_b", "dim_c"] }),
    ]);
    expect(checkRule(rule, shop)).toMatchObject([
      {
        subject: { name: "stg_top" },
        message: "is a staging model and reads the intermediate model int_a",
        related: ["model.shop.int_a"],
        place: { at: "call", to: "model.shop.int_a" },
      },
      { message: "is a staging model and reads the marts model fct_b" },
      { message: "is a staging model and reads the marts model dim_c" },
    ]);
  });

  it("leaves staging on staging, base or other models, and later layers among themselves, alone", () => {
    const shop = project([
      model("stg_a"),
      model("base_b"),
      model("rpt_c"),
      model("stg_d", { parents: ["stg_a", "base_b", "rpt_c"] }),
      model("int_e", { parents: ["fct_f"] }),
      model("fct_f", { parents: ["stg_a"] }),
    ]);
    expect(foundNames(rule, shop)).toEqual([]);
  });

  it("looks at models only", () => {
    const shop = project([snapshot("dim_history"), model("stg_a", { parents: ["dim_history"] })]);
    expect(foundNames(rule, shop)).toEqual([]);
  });

  it("does not count a parent of an installed package", () => {
    const shop = project([model("fct_a", { package: "other" }), model("stg_b", { parents: ["fct_a"] })]);
    expect(foundNames(rule, shop)).toEqual([]);
  });
});
