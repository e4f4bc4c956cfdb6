import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { modelNamingConventions } from "./model-naming-conventions.ts";

describe("model-naming-conventions", () => {
  it("reports a model without a prefix of its layer", () => {
    const shop = project([
      model("orders", { folder: "marts" }),
      model("stgorders", { folder: "staging" }),
      model("calendar"),
    ]);
    expect(checkRule(modelNamingConventions, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        message: "is in the marts layer, whose names begin with fct_ and dim_",
        place: { at: "code" },
      },
      { message: "is in the staging layer, whose names begin with stg_" },
      { message: "is in the other layer, whose names begin with rpt_" },
    ]);
  });

  it("leaves names with any layer's prefix, the time spine, seeds and packages alone", () => {
    const shop = project([
      model("base_a"),
      model("stg_a"),
      model("int_a"),
      model("fct_a"),
      model("dim_a", { folder: "staging" }),
      model("rpt_a"),
      model("all_days", { isTimeSpine: true }),
      model("x", { package: "other" }),
      seed("kinds"),
    ]);
    expect(foundNames(modelNamingConventions, shop)).toEqual([]);
  });
});
