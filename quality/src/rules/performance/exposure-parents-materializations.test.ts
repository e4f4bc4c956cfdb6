import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, seed, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { exposureParentsMaterializations } from "./exposure-parents-materializations.ts";

describe("exposure-parents-materializations", () => {
  it("reports each view, ephemeral model and source that an exposure reads", () => {
    const shop = project([
      model("a", { materialized: "view" }),
      model("b", { materialized: "ephemeral" }),
      source("pos.c"),
      exposure("board", { parents: ["a", "b", "pos.c"] }),
    ]);
    expect(checkRule(exposureParentsMaterializations, shop)).toMatchObject([
      {
        subject: { name: "board" },
        message: "reads a, which is materialized as view",
        related: ["model.shop.a"],
        place: { at: "key", path: ["depends_on"] },
      },
      { message: "reads b, which is materialized as ephemeral" },
      { message: "reads the source pos.c directly", related: ["source.shop.pos.c"] },
    ]);
  });

  it("leaves tables, incremental models, seeds, and parents of packages alone", () => {
    const shop = project([
      model("a", { materialized: "table" }),
      model("b", { materialized: "incremental" }),
      model("c", { materialized: "view", package: "other" }),
      seed("d"),
      exposure("board", { parents: ["a", "b", "c", "d"] }),
    ]);
    expect(foundNames(exposureParentsMaterializations, shop)).toEqual([]);
  });
});
