import { describe, expect, it } from "vitest";

import { foldUpstream } from "./fold-upstream.ts";
import { model } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

/** The names of all nodes above, counted once for each way to them. */
function waysAbove(models: readonly ReturnType<typeof model>[]) {
  const { graph } = project(models);
  const asked: string[] = [];
  const ways = foldUpstream<(typeof graph.nodes)[number], number>(
    (id) => graph.parents(id),
    (parents, waysOf, id) => {
      asked.push(id);
      const known = parents.map(waysOf).filter((value) => value !== undefined);
      return known.reduce((sum, value) => sum + value, 0) + known.length;
    },
  );
  return { asked, ways: (name: string) => ways(`model.shop.${name}`) };
}

describe("foldUpstream", () => {
  it("hands each node the values of its parents, and works each out once", () => {
    const above = (layer: number) => (layer === 0 ? [] : [`a${layer - 1}`, `b${layer - 1}`]);
    const diamonds = Array.from({ length: 40 }, (_, layer) => [
      model(`a${layer}`, { parents: above(layer) }),
      model(`b${layer}`, { parents: above(layer) }),
    ]).flat();
    const { asked, ways } = waysAbove(diamonds);
    expect(ways("a0")).toBe(0);
    expect(ways("a2")).toBe(6);
    expect(ways("a39")).toBe(2 ** 40 - 2);
    expect(asked).toHaveLength(new Set(asked).size);
  });

  it("ends in a cycle and at a node that is its own parent", () => {
    const round = (name: string, parent: string) => model(name, { parents: [parent] });
    expect(waysAbove([round("a", "a")]).ways("a")).toBe(0);
    expect(waysAbove([round("a", "b"), round("b", "c"), round("c", "a")]).ways("a")).toBe(2);
  });

  it("gives an unknown node the value of one without parents", () => {
    expect(waysAbove([model("a")]).ways("nobody")).toBe(0);
  });

  it("follows chains longer than the call stack", () => {
    const chain = Array.from({ length: 20_000 }, (_, step) =>
      model(`v${step}`, { parents: step === 0 ? [] : [`v${step - 1}`] }),
    );
    expect(waysAbove(chain).ways("v19999")).toBe(19_999);
  });
});
