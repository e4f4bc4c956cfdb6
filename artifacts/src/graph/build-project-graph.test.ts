import { array, assert, nat, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";

import { dependsOn, fullId, graphOf, resource } from "../testing/raw-manifest.ts";
import type { ProjectNode } from "../types/nodes.ts";

const names = (nodes: readonly ProjectNode[]): readonly string[] => nodes.map((node) => node.name);

/** raw.orders → stg → orders → board, where orders reads raw.orders as well, and names stg twice. */
const graph = graphOf([
  resource("exposure.board", { depends_on: dependsOn("model.orders") }),
  resource("model.orders", { depends_on: dependsOn("model.stg", "source.raw.orders", "model.stg") }),
  resource("test.orders_not_null", {
    depends_on: dependsOn("model.orders"),
    test_metadata: { name: "not_null", kwargs: {} },
  }),
  resource("model.stg", { depends_on: dependsOn("source.raw.orders", "model.gone", "model.stg") }),
  resource("source.raw.orders", {}),
]);

describe("buildProjectGraph", () => {
  it("gives parents as the node names them, each once, and children in the manifest's order", () => {
    expect(names(graph.parents(fullId("model.orders")))).toEqual(["stg", "orders"]);
    expect(names(graph.children(fullId("source.raw.orders")))).toEqual(["orders", "stg"]);
    expect(names(graph.children(fullId("model.orders")))).toEqual(["orders_not_null", "board"]);
    expect(graph.children(fullId("exposure.board"))).toEqual([]);
  });

  it("takes no node for its own parent, and names what nothing answers to", () => {
    expect(names(graph.parents(fullId("model.stg")))).toEqual(["orders"]);
    expect(graph.dangling).toEqual([{ from: fullId("model.stg"), to: fullId("model.gone") }]);
  });

  it("walks as far as it is told, nearest first", () => {
    const board = fullId("exposure.board");
    expect(names(graph.ancestors(board))).toEqual(["orders", "stg", "orders"]);
    expect(names(graph.ancestors(board, 1))).toEqual(["orders"]);
    expect(graph.ancestors(board, 0)).toEqual([]);
    expect(names(graph.descendants(fullId("source.raw.orders"), 1))).toEqual(["orders", "stg"]);
  });

  it("gives tests with the node that they are attached to", () => {
    expect(names(graph.testsOf(fullId("model.orders")))).toEqual(["orders_not_null"]);
    expect(graph.testsOf(fullId("model.stg"))).toEqual([]);
  });

  it("answers for unknown ids with nothing", () => {
    const unknown = fullId("model.unknown");
    expect(graph.node(unknown)).toBeUndefined();
    expect([graph.parents(unknown), graph.children(unknown), graph.descendants(unknown)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("knows an edge from both of its ends, and ends where there is a cycle", () => {
    const edges = array(tuple(nat(8), nat(8)));
    assert(
      property(edges, (pairs) => {
        const nodes = Array.from({ length: 9 }, (_, number) => number);
        const anyGraph = graphOf(
          nodes.map((child) =>
            resource(`model.m${child}`, {
              depends_on: dependsOn(
                ...pairs.filter(([from]) => from === child).map(([, to]) => `model.m${to}`),
              ),
            }),
          ),
        );
        const isEdge = (child: number, parent: number) =>
          child !== parent && pairs.some(([from, to]) => from === child && to === parent);
        for (const node of nodes) {
          const id = fullId(`model.m${node}`);
          const parents = nodes.filter((other) => isEdge(node, other)).map((other) => `m${other}`);
          const children = nodes.filter((other) => isEdge(other, node)).map((other) => `m${other}`);
          expect(names(anyGraph.parents(id)).toSorted()).toEqual(parents);
          expect(names(anyGraph.children(id))).toEqual(children);
          const reached = new Set(reach(node, (from) => nodes.filter((to) => isEdge(from, to))));
          expect(new Set(names(anyGraph.ancestors(id)))).toEqual(
            new Set([...reached].map((each) => `m${each}`)),
          );
        }
      }),
    );
  });
});

/** Everything that is reached from a number, itself left out. */
function reach(start: number, next: (from: number) => readonly number[]): readonly number[] {
  const seen = new Set([start]);
  for (const node of seen) for (const to of next(node)) seen.add(to);
  seen.delete(start);
  return [...seen];
}
