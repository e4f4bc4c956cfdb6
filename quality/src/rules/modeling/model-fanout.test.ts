import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { modelFanout } from "./model-fanout.ts";

const parent = model("orders");
const leaf = (name: string, more = {}) => model(name, { parents: ["orders"], ...more });

describe("model-fanout", () => {
  it("reports a model with three end models, and names them", () => {
    const shop = project([parent, leaf("c"), leaf("a"), leaf("b")]);
    expect(checkRule(modelFanout, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        message: "is read by 3 models that nothing else reads (3 are too many): a, b and c",
        related: ["model.shop.a", "model.shop.b", "model.shop.c"],
        measure: 3,
      },
    ]);
  });

  it("leaves two end models alone", () => {
    expect(foundNames(modelFanout, project([parent, leaf("a"), leaf("b")]))).toEqual([]);
  });

  it("takes the threshold from the options", () => {
    const shop = project([parent, leaf("a"), leaf("b")]);
    expect(foundNames(modelFanout, shop, { options: { threshold: 2 } })).toEqual(["orders"]);
  });

  it("does not count a child that a model or a snapshot reads", () => {
    const shop = project([
      parent,
      leaf("a"),
      leaf("b"),
      leaf("c"),
      leaf("d"),
      model("below_c", { parents: ["c"] }),
      snapshot("below_d", { parents: ["d"] }),
    ]);
    expect(foundNames(modelFanout, shop)).toEqual([]);
  });

  it("counts a child that only tests and exposures read", () => {
    const shop = project([
      parent,
      leaf("a"),
      leaf("b"),
      leaf("c"),
      test("unique", "c", "id"),
      exposure("board", { parents: ["c"] }),
    ]);
    expect(foundNames(modelFanout, shop)).toEqual(["orders"]);
  });

  it("does not count snapshots, tests, exposures or models of packages as end models", () => {
    const shop = project([
      parent,
      leaf("a"),
      leaf("b"),
      leaf("package_leaf", { package: "other" }),
      snapshot("orders_history", { parents: ["orders"] }),
      test("unique", "orders", "id"),
      exposure("board", { parents: ["orders"] }),
    ]);
    expect(foundNames(modelFanout, shop)).toEqual([]);
  });

  it("leaves the fan-out of a source to source-fanout", () => {
    const read = (name: string) => model(name, { parents: ["pos.orders"] });
    expect(foundNames(modelFanout, project([source("pos.orders"), read("a"), read("b"), read("c")]))).toEqual(
      [],
    );
  });
});
