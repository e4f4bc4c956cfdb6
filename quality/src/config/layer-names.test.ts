import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { defaultLayers } from "../layers.ts";
import type { Rule } from "../rule.ts";
import { requiredTags } from "../rules/governance/required-tags.ts";
import { orphanNodes } from "../rules/modeling/orphan-nodes.ts";
import { rootModels } from "../rules/modeling/root-models.ts";
import { namePatterns } from "../rules/structure/name-patterns.ts";
import { permittedLayers } from "../rules/structure/permitted-layers.ts";
import { silentRules, unknownLayers } from "./layer-names.ts";

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

describe("rules that are silent as their layers are called otherwise", () => {
  const rules = [orphanNodes, permittedLayers, namePatterns, rootModels, requiredTags];
  const settingsOf = (severity: "warn" | "off") =>
    new Map(
      rules.map((rule) => [
        rule.id,
        { severity, options: v.parse(rule.optionsSchema, {}), isExplicit: false },
      ]),
    );
  const config = { rules, settings: settingsOf("warn"), layers: defaultLayers };

  it("are named with the layers at which they look", () => {
    const [first] = layers;
    expect(silentRules({ ...config, layers: [{ name: "gold", prefixes: [], folder: "gold" }] })).toEqual([
      "gate.layers has none of the layers at which these rules look: orphan-nodes (base, staging and intermediate) and permitted-layers (base, staging, intermediate and marts). Name yours in their options.",
    ]);
    expect(silentRules({ ...config, layers: first ? [first] : [] })).toEqual([]);
  });

  it("are none with the layers as they are, or where they are off", () => {
    expect(silentRules(config)).toEqual([]);
    expect(silentRules({ ...config, settings: settingsOf("off"), layers: [] })).toEqual([]);
  });
});
