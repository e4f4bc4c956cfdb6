import { describe, expect, it } from "vitest";

import { model } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";
import { longestViewChains } from "./view-chains.ts";

const view = (name: string, ...parents: string[]) => model(name, { materialized: "view", parents });

const chainAbove = (name: string, ...models: readonly ReturnType<typeof model>[]): readonly string[] =>
  longestViewChains(project(models).graph, 50)(`model.shop.${name}`).end.map((each) => each.name);

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

  it("gives the length, the start, and as much of the end as was asked for", () => {
    const { graph } = project([view("a"), view("b", "a"), view("c", "b"), view("d", "c")]);
    expect(longestViewChains(graph, 2)("model.shop.d")).toMatchObject({
      length: 3,
      start: { name: "a" },
      end: [{ name: "b" }, { name: "c" }],
    });
  });
});
