import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { tooManyJoins } from "./too-many-joins.ts";

const names = ["a", "b", "c", "d", "e", "f", "g"];
const parents = names.map((name) => model(name));

describe("too-many-joins", () => {
  it("reports a model with seven parents", () => {
    const shop = project([...parents, model("wide", { parents: names })]);
    expect(checkRule(tooManyJoins, shop)).toMatchObject([
      {
        subject: { name: "wide" },
        message: "reads 7 nodes (7 are too many): a, b, c, d, e and 2 more",
        related: names.map((name) => `model.shop.${name}`),
        measure: 7,
      },
    ]);
  });

  it("leaves six parents alone, unless the threshold says otherwise", () => {
    const shop = project([...parents, model("narrow", { parents: names.slice(1) })]);
    expect(foundNames(tooManyJoins, shop)).toEqual([]);
    expect(foundNames(tooManyJoins, shop, { options: { threshold: 6 } })).toEqual(["narrow"]);
  });

  it("counts sources, seeds, snapshots and models of packages, and each parent once", () => {
    const shop = project([
      source("pos.orders"),
      seed("kinds"),
      snapshot("history"),
      model("package_model", { package: "other" }),
      model("mixed", { parents: ["pos.orders", "kinds", "history", "package_model", "kinds"] }),
    ]);
    expect(foundNames(tooManyJoins, shop, { options: { threshold: 4 } })).toEqual(["mixed"]);
    expect(foundNames(tooManyJoins, shop, { options: { threshold: 5 } })).toEqual([]);
  });
});
