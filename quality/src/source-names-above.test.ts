import { describe, expect, it } from "vitest";

import { sourceNamesAbove } from "./source-names-above.ts";
import { model, seed, source } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

const { graph } = project([
  source("pos.orders"),
  source("pos.lines"),
  source("ledger.entries"),
  seed("kinds"),
  model("orders", { parents: ["pos.orders", "pos.lines"] }),
  model("both", { parents: ["orders", "ledger.entries", "kinds"] }),
  model("below", { parents: ["both"] }),
  model("nothing", { parents: ["kinds"] }),
]);
const namesAbove = (name: string) => [...sourceNamesAbove(graph)(`model.shop.${name}`)].toSorted();

describe("sourceNamesAbove", () => {
  it("gathers the sources' names at any distance, each once", () => {
    expect(namesAbove("orders")).toEqual(["pos"]);
    expect(namesAbove("both")).toEqual(["ledger", "pos"]);
    expect(namesAbove("below")).toEqual(["ledger", "pos"]);
    expect(namesAbove("nothing")).toEqual([]);
  });

  it("ends in a cycle", () => {
    const cycle = project([
      source("pos.orders"),
      source("ledger.entries"),
      model("a", { parents: ["b", "pos.orders"] }),
      model("b", { parents: ["ledger.entries", "a"] }),
    ]);
    expect([...sourceNamesAbove(cycle.graph)("model.shop.a")].toSorted()).toEqual(["ledger", "pos"]);
  });
});
