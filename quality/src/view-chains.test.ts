import { describe, expect, it } from "vitest";

import { model } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";
import { nearestViews, longestViewChains } from "./view-chains.ts";

const view = (name: string, ...parents: string[]) => model(name, { materialized: "view", parents });

const chainAbove = (name: string, ...models: readonly ReturnType<typeof model>[]): readonly string[] =>
  nearestViews(longestViewChains(project(models).graph, () => true)(`model.shop.${name}`), 50).map(
    (each) => each.name,
  );

describe("longestViewChains", () => {
  it("takes the longest of several ways, whatever the order of the parents", () => {
    const ways = [view("a"), view("b", "a"), view("c", "b"), view("short")];
    expect(chainAbove("end", ...ways, view("end", "short", "c", "a"))).toEqual(["a", "b", "c"]);
    expect(chainAbove("end", ...ways, view("end", "c", "short", "a"))).toEqual(["a", "b", "c"]);
  });

  it("is empty below tables and without parents", () => {
    expect(chainAbove("end", model("a"), view("end", "a"))).toEqual([]);
    expect(chainAbove("end", view("end"))).toEqual([]);
  });

  it("starts where it may start, and leads through any view from there", () => {
    const { graph } = project([view("a"), view("b", "a"), view("c", "b"), view("d", "c")]);
    const chainOfTwo = { length: 2, start: { name: "b" } };
    expect(longestViewChains(graph, ({ name }) => name === "b")("model.shop.d")).toMatchObject(chainOfTwo);
    expect(longestViewChains(graph, () => false)("model.shop.d").length).toBe(0);
  });

  it("gives the length, the start, and as much of the end as was asked for", () => {
    const { graph } = project([view("a"), view("b", "a"), view("c", "b"), view("d", "c")]);
    const chain = longestViewChains(graph, () => true)("model.shop.d");
    expect(chain).toMatchObject({ length: 3, start: { name: "a" } });
    expect(nearestViews(chain, 2)).toMatchObject([{ name: "b" }, { name: "c" }]);
  });
});
