import { describe, expect, it } from "vitest";

import { isInLayers, layersOption, patternOption, resourceTypesOption } from "./options.ts";
import { model } from "./testing/nodes.ts";

describe("options", () => {
  it("takes regular expressions, and nothing else, as patterns", () => {
    expect(patternOption.safeParse("^stg_[a-z]+$").success).toBe(true);
    expect(patternOption.safeParse("(").success).toBe(false);
    expect(patternOption.safeParse("\\-").success).toBe(false);
  });

  it("has defaults for layers and resource types", () => {
    expect(layersOption("marts").parse(undefined)).toEqual(["marts"]);
    expect(layersOption().parse(undefined)).toEqual([]);
    const types = resourceTypesOption(["model", "seed"], ["model"]);
    expect(types.parse(undefined)).toEqual(["model"]);
    expect(types.safeParse(["source"]).success).toBe(false);
  });

  it("takes an empty list of layers for all of them", () => {
    const layerOf = () => "staging";
    expect(isInLayers(model("a"), [], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts", "staging"], layerOf)).toBe(true);
    expect(isInLayers(model("a"), ["marts"], layerOf)).toBe(false);
  });
});
