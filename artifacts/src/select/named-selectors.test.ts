import { describe, expect, it } from "vitest";

import { buildProjectGraph } from "../graph/build-project-graph.ts";
import { dependsOn, graphOf, resource } from "../testing/raw-manifest.ts";
import type { Json } from "../types/resource.ts";
import { selectNodes } from "./select-nodes.ts";

/** raw.s -> a -> b -> c, with a test of each two models that follow one another, and one of the source and c. */
const { manifest } = graphOf([
  resource("source.raw.s"),
  resource("model.a", { tags: ["t"], depends_on: dependsOn("source.raw.s") }),
  resource("model.b", { tags: ["t"], depends_on: dependsOn("model.a") }),
  resource("model.c", { depends_on: dependsOn("model.b") }),
  resource("test.ab", { depends_on: dependsOn("model.a", "model.b") }),
  resource("test.bc", { depends_on: dependsOn("model.b", "model.c") }),
  resource("test.sc", { depends_on: dependsOn("source.raw.s", "model.c") }),
]);

/** The names of what is selected with these definitions, as dbt writes them into a manifest. */
function selected(select: string, definitions: Readonly<Record<string, Json>>): string {
  const selectors = new Map(Object.entries(definitions).map(([name, definition]) => [name, { definition }]));
  const ids = selectNodes(buildProjectGraph({ ...manifest, selectors }), { select: [select] });
  return [...ids]
    .map((id) => id.split(".").at(-1) ?? "")
    .toSorted()
    .join(" ");
}

const tagged = { method: "tag", value: "t" };
const model = (value: string, more: Readonly<Record<string, Json>> = {}) => ({
  method: "fqn",
  value,
  ...more,
});

describe("a selector of selectors.yml selects by", () => {
  it.each<[string, Json, string]>([
    ["a criterion", tagged, "a ab b bc"],
    ["a text", "b", "ab b bc"],
    ["all parents", model("c", { parents: true }), "a ab b bc c s sc"],
    ["a text's number of parents", model("c", { parents: true, parents_depth: "1" }), "ab b bc c sc"],
    ["a number of children", model("a", { children: true, children_depth: 1 }), "a ab b bc"],
    ["@", model("c", { childrens_parents: true }), "a ab b bc c s sc"],
    ["a config", { method: "config.enabled", value: "true" }, ""],
    ["a union", { union: [model("a"), model("c")] }, "a ab bc c sc"],
    ["an intersection", { intersection: [tagged, model("a")] }, "a ab"],
    ["an intersection of nothing", { intersection: [] }, ""],
    ["what a criterion excludes", { ...tagged, exclude: ["b"] }, "a"],
    ["what a union excludes", { union: [tagged, model("c"), { exclude: [model("b")] }] }, "a c sc"],
    [
      "what an entry excludes, which includes nothing",
      { union: [model("c"), { ...tagged, exclude: ["b"] }] },
      "c sc",
    ],
  ])("%s", (_, definition, names) => {
    expect(selected("selector:nightly", { nightly: definition })).toBe(names);
  });

  it.each([
    ["eager", "b", "ab b bc"],
    ["empty", "b", "b"],
    ["cautious", "b", "b"],
    ["buildable", "b", "ab b"],
    ["buildable", "c", "bc c sc"],
  ])("its own way with tests: %s, of %s", (mode, value, names) => {
    expect(selected("selector:x", { x: model(value, { indirect_selection: mode }) })).toBe(names);
  });
});

describe("the method selector", () => {
  it("unites the selectors that a pattern matches", () => {
    expect(selected("selector:on*", { one: model("a"), only: model("c"), other: model("b") })).toBe(
      "a ab bc c sc",
    );
  });

  it("takes operators, and brings no test that the definition leaves out", () => {
    const definitions = { x: { ...model("b"), exclude: [{ method: "resource_type", value: "test" }] } };
    expect(selected("selector:x", definitions)).toBe("b");
    expect(selected("selector:x+", definitions)).toBe("ab b bc c sc");
    expect(selected("1+selector:x", definitions)).toBe("a b");
  });

  it("refers to other selectors, but not in a circle", () => {
    const other = { method: "selector", value: "other" };
    expect(selected("selector:one", { one: other, other: model("c") })).toBe("bc c sc");
    expect(() =>
      selected("selector:one", { one: other, other: { method: "selector", value: "one" } }),
    ).toThrow("the selector one needs itself");
  });

  it("refuses what is not there", () => {
    expect(() => selected("selector:two", { one: tagged })).toThrow("no selector of that name");
  });

  it.each<[string, Json]>([
    ["a number", 1],
    ["a list", [tagged]],
    ["no value", { method: "tag" }],
    ["no method", { value: "t" }],
    ["a union of no list", { union: tagged }],
    ["an unknown way with tests", model("a", { indirect_selection: "bold" })],
  ])("refuses a definition that is %s", (_, definition) => {
    expect(() => selected("selector:x", { x: definition })).toThrow("cannot be understood");
  });
});
