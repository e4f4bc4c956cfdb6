import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { option } from "../options.ts";
import { defineRule } from "../rule.ts";
import type { BaselineEntry } from "../run/baseline.ts";
import { compareConfigs } from "./compare-configs.ts";
import { builtInConfig } from "./load-config.ts";
import type { GateConfig, OverrideSetting, RuleSetting } from "./settings.ts";

const rule = defineRule({
  id: "fanout",
  category: "modeling",
  title: "Fan-out",
  docs: { what: "w", why: "y", example: "e", fix: "f" },
  defaultSeverity: "error",
  preset: "minimal",
  options: {
    limit: option(v.number(), { default: 3, description: "l", looser: "larger" }),
    target: option(v.number(), { default: 80, description: "t", looser: "smaller" }),
    except: option(v.array(v.string()), { default: [], description: "e", looser: "longer" }),
    words: option(v.array(v.string()), { default: ["a", "b"], description: "w", looser: "shorter" }),
    layers: option(v.array(v.string()), { default: [], description: "y", looser: "narrower" }),
    pattern: option(v.string(), { default: "x", description: "p" }),
  },
  check: () => [],
});
const plain = builtInConfig(".", [rule]);

function withRule(setting: Partial<RuleSetting>, options: Record<string, unknown> = {}): GateConfig {
  const own = { severity: "error" as const, isExplicit: true, ...setting };
  return {
    ...plain,
    settings: new Map([["fanout", { ...own, options: v.parse(rule.optionsSchema, options) }]]),
  };
}

function withOverride(setting: Partial<OverrideSetting>): GateConfig {
  const rules = new Map([["fanout", { severity: undefined, options: {}, ...setting }]]);
  return { ...plain, overrides: [{ select: "tag:x", line: 7, rules }] };
}

function weaker(base: GateConfig, head: GateConfig): readonly string[] {
  const side = (config: GateConfig) => ({ config, baseline: new Map<string, BaselineEntry>() });
  return compareConfigs(side(base), side(head)).map(({ message }) => message);
}

describe("a weaker configuration", () => {
  it("has rules off or milder", () => {
    expect(weaker(plain, withRule({ severity: "off" }))).toEqual(["does not run fanout any more"]);
    expect(weaker(plain, withRule({ severity: "warn" }))).toEqual([
      "takes fanout for a warning, which was an error",
    ]);
    expect(weaker(withRule({ severity: "warn" }), plain)).toEqual([]);
    expect(weaker(withRule({ severity: "off" }), plain)).toEqual([]);
    expect(weaker(plain, { ...plain, rules: [], settings: new Map() })).toEqual([
      "does not run fanout any more",
    ]);
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ["a larger limit", { limit: 9 }, true],
    ["a smaller limit", { limit: 1 }, false],
    ["a smaller target", { target: 50 }, true],
    ["a larger target", { target: 90 }, false],
    ["a longer list of exceptions", { except: ["a"] }, true],
    ["a shorter list of what is forbidden", { words: ["a"] }, true],
    ["a longer list of what is forbidden", { words: ["a", "b", "c"] }, false],
    ["a list that was empty and meant everything", { layers: ["a"] }, true],
    ["a change of which nobody can tell", { pattern: "y" }, true],
  ])("is judged by %s", (_, options, isWeaker) => {
    expect(weaker(withRule({}), withRule({}, options))).toHaveLength(isWeaker ? 1 : 0);
  });

  it("has lost an element of a list that is not empty, as an empty one means everything", () => {
    const both = withRule({}, { layers: ["a", "b"] });
    const one = withRule({}, { layers: ["a"] });
    expect(weaker(both, one)).toHaveLength(1);
    expect(weaker(one, both)).toEqual([]);
    expect(weaker(both, withRule({}, { layers: [] }))).toEqual([]);
  });

  it("judges fewer files, packages or projects, or other layers", () => {
    const scope = { includePackages: [], excludePaths: ["models/old/**"] };
    expect(weaker(plain, { ...plain, scope })).toEqual(["does not judge models/old/** any more"]);
    expect(weaker({ ...plain, scope }, plain)).toEqual([]);
    const including = { ...plain, scope: { includePackages: ["audit"], excludePaths: [] } };
    expect(weaker(including, plain)).toEqual(["does not judge the package audit any more"]);
    expect(weaker({ ...plain, projects: ["a/*"] }, plain)).toEqual([
      "does not judge the projects a/* any more",
    ]);
    expect(weaker(plain, { ...plain, layers: [] })).toEqual(["tells layers apart in another way"]);
  });

  it("has new milder overrides, or lost stricter ones", () => {
    const off = withOverride({ severity: "off" });
    expect(weaker(plain, off)).toEqual(["judges fanout less strictly for tag:x"]);
    expect(weaker(off, off)).toEqual([]);
    expect(weaker(off, plain)).toEqual([]);
    expect(weaker(plain, withOverride({ options: { limit: 99 } }))).toHaveLength(1);
    expect(weaker(plain, withOverride({ options: { limit: 1 } }))).toEqual([]);
    const warning = withRule({ severity: "warn" });
    expect(weaker({ ...warning, overrides: withOverride({ severity: "error" }).overrides }, warning)).toEqual(
      ["judges fanout less strictly for tag:x, as an override is gone"],
    );
  });

  it("accepts more findings, for longer, or worse ones", () => {
    const entry = {
      fingerprint: "f",
      rule: "fanout",
      node: "n",
      reason: "r",
      expires: "2026-06-01",
      measure: 3,
    };
    const accepting = (...entries: readonly BaselineEntry[]) => ({
      config: plain,
      baseline: new Map(entries.map((each) => [each.fingerprint, each])),
    });
    const found = (now: BaselineEntry) =>
      compareConfigs(accepting(entry), accepting(now)).map(({ message }) => message);
    expect(compareConfigs(accepting(), accepting(entry))).toEqual([
      expect.objectContaining({ message: "accepts fanout at n: r", file: plain.baselineFile }),
    ]);
    expect(found(entry)).toEqual([]);
    expect(found({ ...entry, expires: "2027-01-01" })).toEqual([
      "accepts fanout at n for longer, until 2027-01-01",
    ]);
    expect(found({ ...entry, expires: "2026-01-01" })).toEqual([]);
    expect(found({ ...entry, measure: 4 })).toEqual(["accepts more of fanout at n: 4 and not 3"]);
  });
});
