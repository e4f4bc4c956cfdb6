import type { SavedQuery } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import {
  builtReadersOf,
  isBuilt,
  isComputedAtRead,
  isModel,
  isSource,
  inputsOf,
  readersOf,
} from "./data-flow.ts";
import {
  exposure,
  metric,
  model,
  seed,
  semanticModel,
  snapshot,
  source,
  test,
  unitTest,
} from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

const parents = ["orders"];
const upstream = [source("pos.a"), seed("b"), snapshot("c"), model("d")];
const savedQuery: SavedQuery = {
  ...metric("k", { parents }),
  uniqueId: "saved_query.shop.k",
  resourceType: "saved_query",
  queryParams: {},
  exports: [],
};
const { graph } = project([
  ...upstream,
  metric("e"),
  model("orders", { parents: ["pos.a", "b", "c", "d", "metric.shop.e"] }),
  model("f", { parents }),
  snapshot("g", { parents }),
  exposure("h", { parents }),
  metric("i", { parents }),
  semanticModel("j", { parents }),
  savedQuery,
  test("unique", "orders", "id"),
  unitTest("adds_up", "orders"),
]);
const names = (nodes: readonly { readonly name: string }[]) => nodes.map((node) => node.name);

describe("the flow of data", () => {
  it("comes from sources, seeds, snapshots and models", () => {
    expect(names(inputsOf(graph, "model.shop.orders"))).toEqual(["a", "b", "c", "d"]);
    expect(inputsOf(graph, "model.shop.nobody")).toEqual([]);
  });

  it("goes to everything but tests", () => {
    expect(names(readersOf(graph, "model.shop.orders"))).toEqual(["f", "g", "h", "i", "j", "k"]);
    expect(names(builtReadersOf(graph, "model.shop.orders"))).toEqual(["f", "g"]);
    const board = project([model("orders"), exposure("board", { parents: ["orders"] })]).graph;
    expect(names(readersOf(board, "model.shop.orders"))).toEqual(["board"]);
  });

  it("is worked out for each graph by itself", () => {
    expect(inputsOf(graph, "model.shop.orders")).toBe(inputsOf(graph, "model.shop.orders"));
    expect(inputsOf(project([model("orders")]).graph, "model.shop.orders")).toEqual([]);
  });
});

describe("kinds of nodes", () => {
  it("are told apart", () => {
    expect(upstream.map(isModel)).toEqual([false, false, false, true]);
    expect(upstream.map(isSource)).toEqual([true, false, false, false]);
    expect(upstream.map(isBuilt)).toEqual([false, false, true, true]);
  });

  it("are computed at read as views and ephemeral models only", () => {
    const materialized = (kind: string) => isComputedAtRead(model("x", { materialized: kind }));
    expect(["view", "ephemeral", "table", "incremental"].map(materialized)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isComputedAtRead(snapshot("x", { config: { materialized: "view" } }))).toBe(false);
  });
});
