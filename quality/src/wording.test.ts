import { describe, expect, it } from "vitest";

import { exposure, model, source, test } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";
import { counted, idsOf, isText, listed, nameOf, nameOfId, namesOf, percent, sentenceOf } from "./wording.ts";

describe("nameOf", () => {
  it("tells sources and versions by their full names", () => {
    expect(nameOf(source("pos.orders"))).toBe("pos.orders");
    expect(nameOf(model("orders", { version: "2" }))).toBe("orders.v2");
    expect(nameOf(model("orders"))).toBe("orders");
  });

  it("finds the name of an id, or gives the id", () => {
    const { graph } = project([source("pos.orders")]);
    expect(nameOfId(graph, "source.shop.pos.orders")).toBe("pos.orders");
    expect(nameOfId(graph, "model.shop.gone")).toBe("model.shop.gone");
  });
});

it.each([
  [{ subject: model("orders"), message: "has no description" }, "orders has no description"],
  [{ subject: model("orders", { version: "2" }), message: "is old" }, "orders.v2 is old"],
  [{ subject: source("raw.orders"), column: "id", message: "is gone" }, "raw.orders.id is gone"],
  [{ subject: exposure("board"), column: "id", message: "is gone" }, "board.id is gone"],
  [{ subject: { ...model("orders"), uniqueId: "odd" }, message: "has an odd id" }, "orders has an odd id"],
  [
    { subject: { ...model("orders"), uniqueId: "model..raw" }, message: "is of no package" },
    "raw is of no package",
  ],
  // A test's id ends with a hash, which says nothing to people.
  [{ subject: test("unique", "orders", "id"), message: "fails" }, "unique_orders_id fails"],
])("a finding is one sentence that begins with its subject's name", (finding, sentence) => {
  expect(sentenceOf(finding)).toBe(sentence);
});

describe("lists", () => {
  it("read as a part of a sentence", () => {
    expect(listed([])).toBe("none");
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b"])).toBe("a and b");
    expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c, d and e");
  });

  it("are cut where they get long", () => {
    expect(listed(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e and 1 more");
    expect(listed(["a", "b", "c"], 1)).toBe("a and 2 more");
  });

  it("of nodes are sorted", () => {
    const nodes = [model("b"), source("pos.a"), model("a")];
    expect(namesOf(nodes)).toBe("a, b and pos.a");
    expect(idsOf(nodes)).toEqual(["model.shop.a", "model.shop.b", "source.shop.pos.a"]);
  });
});

describe("numbers", () => {
  it("go with their noun", () => {
    expect(counted(1, "model")).toBe("1 model");
    expect(counted(0, "model")).toBe("0 models");
  });

  it("become shares in percent", () => {
    expect(percent(2, 3)).toBe(66.67);
    expect(percent(3, 3)).toBe(100);
    expect(percent(0, 3)).toBe(0);
    expect(percent(0, 0)).toBe(100);
  });
});

describe("isText", () => {
  it("is true of what says something", () => {
    expect(["x", " x "].map(isText)).toEqual([true, true]);
    expect(["", " \n", undefined].map(isText)).toEqual([false, false, false]);
  });
});
