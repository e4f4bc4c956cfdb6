import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, metric, model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { exposuresDependentOnPrivateModels } from "./exposures-dependent-on-private-models.ts";

const rule = exposuresDependentOnPrivateModels;

describe("exposures-dependent-on-private-models", () => {
  it("reports each parent that is no public model", () => {
    const shop = project([
      model("a", { access: "private" }),
      model("b"),
      source("pos.c"),
      seed("d"),
      snapshot("e"),
      exposure("board", { parents: ["a", "b", "pos.c", "d", "e"] }),
    ]);
    expect(checkRule(rule, shop)).toMatchObject([
      {
        subject: { name: "board" },
        message: "reads the model a, whose access is private",
        related: ["model.shop.a"],
        place: { at: "key", path: ["depends_on"] },
      },
      { message: "reads the model b, whose access is protected" },
      {
        message: "reads the source pos.c, which is no public model",
        related: ["source.shop.pos.c"],
      },
      { message: "reads the seed d, which is no public model" },
      { message: "reads the snapshot e, which is no public model" },
    ]);
  });

  it("leaves public models, metrics, and parents of packages alone", () => {
    const shop = project([
      model("a", { access: "public" }),
      model("b", { package: "other" }),
      metric("c"),
      exposure("board", { parents: ["a", "b", "metric.shop.c"] }),
    ]);
    expect(foundNames(rule, shop)).toEqual([]);
  });
});
