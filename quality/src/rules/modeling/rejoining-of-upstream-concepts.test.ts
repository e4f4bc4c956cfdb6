import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { rejoiningOfUpstreamConcepts } from "./rejoining-of-upstream-concepts.ts";

const top = model("a");
const between = model("b", { parents: ["a"] });
const bottom = model("c", { parents: ["a", "b"] });

describe("rejoining-of-upstream-concepts", () => {
  it("reports the model in between, with its parent and its only reader as related", () => {
    expect(checkRule(rejoiningOfUpstreamConcepts, project([top, between, bottom]))).toMatchObject([
      {
        subject: { name: "b" },
        message: "is read by c only, which also reads its parent a",
        related: ["model.shop.a", "model.shop.c"],
        measure: 1,
      },
    ]);
  });

  it("is worse with every parent that is read again", () => {
    const other = model("other");
    const both = [model("b", { parents: ["a", "other"] }), model("c", { parents: ["a", "b", "other"] })];
    expect(checkRule(rejoiningOfUpstreamConcepts, project([top, other, ...both]))[0]?.measure).toBe(2);
  });

  it("reports a source that is read again, and a snapshot in between", () => {
    const overSource = project([
      source("pos.orders"),
      model("b", { parents: ["pos.orders"] }),
      model("c", { parents: ["pos.orders", "b"] }),
    ]);
    expect(foundNames(rejoiningOfUpstreamConcepts, overSource)).toEqual(["b"]);
    const overSnapshot = project([
      top,
      snapshot("b", { parents: ["a"] }),
      model("c", { parents: ["a", "b"] }),
    ]);
    expect(foundNames(rejoiningOfUpstreamConcepts, overSnapshot)).toEqual(["b"]);
  });

  it("leaves it alone when another model or snapshot reads it too", () => {
    const other = [model("d", { parents: ["b"] }), snapshot("d", { parents: ["b"] })];
    for (const reader of other) {
      expect(foundNames(rejoiningOfUpstreamConcepts, project([top, between, bottom, reader]))).toEqual([]);
    }
  });

  it("does not count tests and exposures as readers", () => {
    const shop = project([
      top,
      between,
      bottom,
      test("unique", "b", "id"),
      exposure("board", { parents: ["b"] }),
    ]);
    expect(foundNames(rejoiningOfUpstreamConcepts, shop)).toEqual(["b"]);
  });

  it("leaves a chain, a model without readers, and parents and readers of packages alone", () => {
    const chain = project([top, between, model("c", { parents: ["b"] })]);
    expect(foundNames(rejoiningOfUpstreamConcepts, chain)).toEqual([]);
    const otherParent = project([
      model("a", { package: "other" }),
      between,
      model("c", { parents: ["a", "b"] }),
    ]);
    expect(foundNames(rejoiningOfUpstreamConcepts, otherParent)).toEqual([]);
    const otherReader = project([top, between, model("c", { package: "other", parents: ["a", "b"] })]);
    expect(foundNames(rejoiningOfUpstreamConcepts, otherReader)).toEqual([]);
  });
});
