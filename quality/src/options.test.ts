import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { createContext } from "./context.ts";
import { defaultLayers } from "./layers.ts";
import {
  isInLayers,
  layersOption,
  mapOf,
  nodesOf,
  optionNotes,
  patternOption,
  resourceTypesOption,
  strictMap,
  targetPercentage,
} from "./options.ts";
import { model, seed } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

describe("maps", () => {
  it("are objects, and neither lists nor anything else", () => {
    for (const schema of [strictMap({}), mapOf(v.string())]) {
      expect(v.is(schema, {})).toBe(true);
      for (const other of [[], null, undefined, "text", 3]) expect(v.is(schema, other)).toBe(false);
    }
    expect(v.is(mapOf(v.string()), { any: "text" })).toBe(true);
    expect(v.is(strictMap({ a: v.string() }), { a: "x", b: "y" })).toBe(false);
  });
});

describe("options", () => {
  it("takes regular expressions, and nothing else, as patterns", () => {
    expect(v.is(patternOption, "^stg_[a-z]+$")).toBe(true);
    expect(v.safeParse(patternOption, "(").issues?.[0].message).toBe("is not a regular expression");
    expect(v.is(patternOption, "\\-")).toBe(false);
  });

  it("takes a target in percent, and no fraction that would let everything pass", () => {
    const takes = (value: number) => v.is(targetPercentage, value);
    expect([0, 1, 33.33, 100].map(takes)).toEqual([true, true, true, true]);
    expect([0.8, 0.99, -1, 101].map(takes)).toEqual([false, false, false, false]);
    expect(v.safeParse(targetPercentage, 0.8).issues?.[0].message).toBe(
      "must be in percent, such as 80 for four of five",
    );
  });

  it("has defaults for layers and resource types", () => {
    expect(v.parse(layersOption("marts"), undefined)).toEqual(["marts"]);
    expect(v.parse(layersOption(), undefined)).toEqual([]);
    const types = resourceTypesOption(["model", "seed"], ["model"]);
    expect(v.parse(types, undefined)).toEqual(["model"]);
    expect(v.is(types, ["source"])).toBe(false);
  });

  it("says of a list of layers that it names layers", () => {
    expect(optionNotes(layersOption()).namesLayers).toBe(true);
    expect(optionNotes(resourceTypesOption(["model"], ["model"])).namesLayers).toBeUndefined();
  });

  it("takes an empty list of layers for all of them", () => {
    const layerOf = () => "staging";
    expect(isInLayers(model("a"), [], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts", "staging"], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts"], layerOf)).toBe(false);
  });

  it("names nodes by their types, each once, and only models by their layers too", () => {
    const side = project([model("stg_a"), model("fct_b"), seed("c")]);
    const scope = { includePackages: [], excludePaths: [] };
    const settings = { layers: defaultLayers, scope, weakenings: undefined, now: new Date() };
    const context = createContext(side, undefined, settings);
    const found = (types: readonly ("model" | "seed")[], ...layers: readonly string[]) =>
      nodesOf(context, types, layers).map((node) => node.name);
    expect(found(["model", "model"])).toEqual(["stg_a", "fct_b"]);
    expect(found(["model", "seed"], "marts")).toEqual(["fct_b", "c"]);
  });
});
