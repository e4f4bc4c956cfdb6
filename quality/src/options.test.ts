import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { isInLayers, layersOption, mapOf, patternOption, resourceTypesOption, strictMap } from "./options.ts";
import { model } from "./testing/nodes.ts";

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

  it("has defaults for layers and resource types", () => {
    expect(v.parse(layersOption("marts"), undefined)).toEqual(["marts"]);
    expect(v.parse(layersOption(), undefined)).toEqual([]);
    const types = resourceTypesOption(["model", "seed"], ["model"]);
    expect(v.parse(types, undefined)).toEqual(["model"]);
    expect(v.is(types, ["source"])).toBe(false);
  });

  it("takes an empty list of layers for all of them", () => {
    const layerOf = () => "staging";
    expect(isInLayers(model("a"), [], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts", "staging"], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts"], layerOf)).toBe(false);
  });
});
