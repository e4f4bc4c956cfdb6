import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { defineRule, type Preset } from "../rule.ts";
import { orphanNodes } from "../rules/modeling/orphan-nodes.ts";
import { testCoverage } from "../rules/testing/test-coverage.ts";
import { builtInConfig, findConfig, loadConfig } from "./load-config.ts";

const indexUrl = pathToFileURL(resolve(import.meta.dirname, "../index.ts")).href;

function rule(id: string, preset: Preset, defaultSeverity: "error" | "warn" = "warn") {
  return defineRule({
    id,
    category: "modeling",
    title: id,
    docs: { what: "w", why: "y", example: "e", fix: "f" },
    defaultSeverity,
    preset,
    options: { threshold: v.optional(v.number(), 3), names: v.optional(v.array(v.string()), []) },
    check: () => [],
  });
}

const builtIn = [
  rule("model-fanout", "recommended"),
  rule("root-models", "minimal", "error"),
  rule("rare", "strict"),
];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headwater-config-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(text: string, name = "headwater.yml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const load = (text: string) => loadConfig(write(text), builtIn);

async function refusal(text: string): Promise<string> {
  try {
    await load(text);
  } catch (error) {
    if (error instanceof Error)
      return error.message.replaceAll(join(folder, "headwater.yml"), "headwater.yml");
  }
  return "nothing was refused";
}

describe("the configuration", () => {
  it("switches on what its preset holds", async () => {
    const severities = async (preset: Preset) => {
      const { settings } = await load(`gate: { extends: ${preset} }`);
      return [...settings].map(([id, { severity }]) => `${id} ${severity}`);
    };
    expect(await severities("minimal")).toEqual(["model-fanout off", "root-models error", "rare off"]);
    expect(await severities("recommended")).toEqual(["model-fanout warn", "root-models error", "rare off"]);
    expect(await severities("strict")).toEqual(["model-fanout error", "root-models error", "rare error"]);
  });

  it("takes severity and options by rule, and switches a rule on that is named without a severity", async () => {
    const config = await load(`
gate:
  extends: minimal
  rules:
    root-models: off
    rare: { options: { threshold: 9 } }
`);
    expect(config.settings.get("root-models")?.severity).toBe("off");
    expect(config.settings.get("rare")).toEqual({
      severity: "warn",
      options: { threshold: 9, names: [] },
      isExplicit: true,
    });
    expect(config.settings.get("model-fanout")).toMatchObject({ severity: "off", isExplicit: false });
    expect(config.lineOfRule("rare")).toBe(6);
  });

  it("takes the severity of an own rule as written, unless it is set by its id", async () => {
    const custom = (severity: string) => `{ id: mine, require: "true", message: m${severity} }`;
    const severityOf = async (text: string) => (await load(text)).settings.get("mine")?.severity;
    const strict = (rule: string) => `gate:\n  extends: strict\n  custom: [${rule}]\n`;
    expect(await severityOf(strict(custom("")))).toBe("error");
    expect(await severityOf(strict(custom(", severity: warn")))).toBe("warn");
    expect(await severityOf(`gate:\n  custom: [${custom(", severity: error")}]\n`)).toBe("error");
    expect(await severityOf(`gate:\n  custom: [${custom("")}]\n`)).toBe("warn");
    expect(await severityOf(`${strict(custom(", severity: warn"))}  rules: { mine: off }\n`)).toBe("off");
  });

  it("keeps only the written options of an override", async () => {
    const config = await load(`
gate:
  overrides:
    - select: tag:nightly
      rules: { model-fanout: { options: { threshold: 9 } }, root-models: off }
`);
    const [override] = config.overrides;
    expect(override?.select).toBe("tag:nightly");
    expect(override?.rules.get("model-fanout")).toEqual({ severity: undefined, options: { threshold: 9 } });
    expect(override?.rules.get("root-models")).toEqual({ severity: "off", options: {} });
  });

  it("reads an empty file as the recommended configuration", async () => {
    expect((await load("")).settings).toEqual(builtInConfig(folder, builtIn).settings);
  });

  it("passes over the settings of other commands", async () => {
    const config = await load("land:\n  memory_budget: 64MiB\n");
    expect(config.settings).toEqual(builtInConfig(folder, builtIn).settings);
  });
});

describe("looking for the configuration", () => {
  it("finds the first folder's, or none", () => {
    expect(findConfig([folder])).toBeUndefined();
    const file = write("");
    expect(findConfig([join(folder, "none"), folder])).toBe(file);
  });

  it("does not pass over one with another ending", () => {
    write("", "headwater.yaml");
    expect(() => findConfig([folder])).toThrow(/headwater\.yaml, and the gate reads headwater\.yml/);
    const file = write("");
    expect(findConfig([folder])).toBe(file);
  });
});

describe("a wrong configuration", () => {
  it("names an unknown rule with its line and the nearest rule", async () => {
    expect(await refusal("gate:\n  rules:\n    model-fan-out: warn\n")).toBe(
      "headwater.yml:3 gate.rules.model-fan-out is not known. Did you mean model-fanout?",
    );
  });

  it("names an unknown option with its line and the nearest option", async () => {
    expect(
      await refusal(
        "gate:\n  rules:\n    model-fanout:\n      severity: warn\n      options:\n        treshold: 2\n",
      ),
    ).toBe("headwater.yml:6 gate.rules.model-fanout.options.treshold is not known. Did you mean threshold?");
  });

  it("names unknown keys at every level", async () => {
    expect(await refusal("gat: {}\n")).toBe("headwater.yml:1 gat is not known. Did you mean gate?");
    expect(await refusal("gate:\n  rule: {}\n")).toBe(
      "headwater.yml:2 gate.rule is not known. Did you mean rules?",
    );
    expect(await refusal("gate:\n  overrides:\n    - selct: x\n      select: y\n      rules: {}\n")).toBe(
      "headwater.yml:3 gate.overrides[0].selct is not known. Did you mean select?",
    );
  });

  it("names a layer that there is not, by rule and by override, but not in a base's file", async () => {
    const text = `
gate:
  rules:
    orphan-nodes: { options: { layers: [stagging] } }
  overrides:
    - select: tag:a
      rules: { orphan-nodes: { options: { layers: [mart] } } }
`;
    const load = (isBase: boolean) => loadConfig(write(text), [orphanNodes], { isBase });
    const [first, second] = [
      "4 gate.rules.orphan-nodes.options.layers[0]: the layer stagging is not known. Did you mean staging?",
      "7 gate.overrides[0].rules.orphan-nodes.options.layers[0]: the layer mart is not known. Did you mean marts?",
    ];
    const file = join(folder, "headwater.yml");
    await expect(load(false)).rejects.toThrow(`${file}:${first}\n${file}:${second}`);
    expect((await load(true)).settings.get("orphan-nodes")?.options).toMatchObject({ layers: ["stagging"] });
  });

  it("names the line of an own rule whose id another rule has", async () => {
    const custom = (id: string) => `    - { id: ${id}, require: "true", message: m }\n`;
    expect(await refusal(`gate:\n  custom:\n${custom("mine")}${custom("rare")}`)).toBe(
      "headwater.yml:4 The rule id rare is used twice. Give your own rule another id.",
    );
    expect(await refusal(`gate:\n  custom:\n${custom("mine")}${custom("mine")}`)).toMatch(
      /^headwater\.yml:4 /,
    );
    write(
      `import { defineRule } from "${indexUrl}";
       export const rules = [defineRule({ id: "rare", check: () => [] })];`,
      "rare.mjs",
    );
    expect(await refusal("gate:\n  custom: []\n  modules: [rare.mjs]\n")).toMatch(
      /^headwater\.yml:3 The rule id rare/,
    );
  });

  it("names an override of a rule that is about no node", async () => {
    const text = "gate:\n  overrides:\n    - select: tag:a\n      rules: { test-coverage: off, rare: off }\n";
    const rules = [...builtIn, testCoverage];
    await expect(loadConfig(write(text), rules)).rejects.toThrow(
      `${join(folder, "headwater.yml")}:4 gate.overrides[0].rules.test-coverage: has no effect, as no selector names`,
    );
    expect((await loadConfig(write(text), rules, { isBase: true })).overrides).toHaveLength(1);
  });

  it("says every problem of the file at once, in the order of its lines", async () => {
    const message = await refusal("gate:\n  extends: all\n  rules:\n    rare: loud\n");
    expect(message.split("\n")).toEqual([
      'headwater.yml:2 gate.extends: expected "minimal", "recommended" or "strict", found "all"',
      'headwater.yml:4 gate.rules.rare: expected "error", "warn", "off" or a map, found "loud"',
    ]);
  });

  it("names the line of broken YAML and of a repeated key", async () => {
    expect(await refusal("gate:\n  rules: [\n")).toMatch(/^headwater\.yml:\d+ /);
    expect(await refusal("gate:\n  rules: {}\n  rules: {}\n")).toMatch(/^headwater\.yml:3 .*unique/);
    expect(await refusal("gate: {}\n---\ngate: {}\n")).toBe(
      "headwater.yml:2 there is a second document; keep one, without ---",
    );
  });

  it("is also a missing file", async () => {
    await expect(loadConfig(join(folder, "none.yml"), builtIn)).rejects.toThrow(/cannot be read/);
  });
});

describe("rule modules", () => {
  // That a module can import this package by its name is tested with the command, as vitest resolves names by itself.
  it("bring a project's own rules", async () => {
    write(
      `import { defineRule, option, v } from "${indexUrl}";
       export const rules = [defineRule({ id: "mine", category: "modeling", title: "Mine", preset: "minimal",
         docs: { what: "w", why: "y", example: "e", fix: "f" }, defaultSeverity: "error",
         options: { limit: option(v.number(), { default: 3, description: "l" }) }, check: () => [] })];`,
      "mine.mjs",
    );
    const config = await load("gate:\n  modules: [mine.mjs]\n  rules: { mine: { options: { limit: 4 } } }\n");
    expect(config.settings.get("mine")).toMatchObject({ severity: "error", options: { limit: 4 } });
  });

  it("are refused where they cannot be loaded", async () => {
    expect(await refusal("gate:\n  modules: [gone.mjs]\n")).toMatch(
      /^headwater\.yml:2 gone\.mjs cannot be loaded/,
    );
    write("await 1; export const rules = [];", "waits.mjs");
    expect(await refusal("gate:\n  modules: [waits.mjs]\n")).toMatch(/waits\.mjs awaits something/);
  });

  it("are refused with their line where they export no rules", async () => {
    write("export const rule = 1;", "empty.mjs");
    write("export const rules = [{ id: 'x' }];", "wrong.mjs");
    write(
      `import { defineRule } from "${indexUrl}";
       export const rules = [defineRule({ id: "mine", options: { limit: { _zod: {} } }, check: () => [] })];`,
      "other-schemas.mjs",
    );
    expect(await refusal("gate:\n  modules:\n    - empty.mjs\n")).toMatch(
      /^headwater\.yml:3 empty\.mjs exports no/,
    );
    expect(await refusal("gate:\n  modules:\n    - wrong.mjs\n")).toMatch(/has no rule at rules\[0\]/);
    expect(await refusal("gate:\n  modules: [other-schemas.mjs]\n")).toMatch(/has no rule at rules\[0\]/);
  });

  it("of a base are not run, and rules that only it knows are kept", async () => {
    const file = write("gate:\n  modules: [gone.mjs]\n  rules: { old-rule: error }\n");
    const config = await loadConfig(file, builtIn, { isBase: true });
    expect(config.settings.get("old-rule")?.severity).toBe("error");
  });
});
