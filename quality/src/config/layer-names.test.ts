import { describe, expect, it } from "vitest";

import type { Rule } from "../rule.ts";
import { orphanNodes } from "../rules/modeling/orphan-nodes.ts";
import { rootModels } from "../rules/modeling/root-models.ts";
import { namePatterns } from "../rules/structure/name-patterns.ts";
import { permittedLayers } from "../rules/structure/permitted-layers.ts";
import { unknownLayers } from "./layer-names.ts";

const layers = ["staging", "gold"].map((name) => ({ name, prefixes: [], folder: undefined }));

function problems(rule: Rule, options: Record<string, unknown>): readonly string[] {
  const path = ["gate", "overrides", 0, "rules", rule.id];
  const found = unknownLayers(rule, options, path, layers);
  return found.map(({ message }) => message.replace(`gate.overrides[0].rules.${rule.id}.`, ""));
}

describe("a layer that there is not", () => {
  it("is found in a list of layers", () => {
    expect(problems(orphanNodes, { layers: ["gold", "marts", "stagging", "other"] })).toEqual([
      "options.layers[1]: the layer marts is not known.",
      "options.layers[2]: the layer stagging is not known. Did you mean staging?",
    ]);
  });

  it("is found in a map by layer, and in its lists", () => {
    expect(problems(permittedLayers, { reads: { golden: ["seed"], gold: ["staging", "silver"] } })).toEqual([
      "options.reads.golden: the layer golden is not known. Did you mean gold?",
      "options.reads.gold[1]: the layer silver is not known.",
    ]);
    expect(problems(namePatterns, { model: "^silver", layers: { silver: "^x", gold: "^silver" } })).toEqual([
      "options.layers.silver: the layer silver is not known.",
    ]);
  });

  it("is none where a rule names no layers, or only its defaults do", () => {
    expect(problems(orphanNodes, {})).toEqual([]);
    expect(problems(rootModels, {})).toEqual([]);
    expect(problems(permittedLayers, { reads: { gold: ["source", "seed", "snapshot"] } })).toEqual([]);
  });
});
