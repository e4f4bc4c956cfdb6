import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import * as v from "valibot";

import { QualityError } from "../errors.ts";
import { defaultLayers } from "../layers.ts";
import type { Preset, Rule } from "../rule.ts";
import type { RuleSeverity } from "../severity.ts";
import { unknownLayers } from "./layer-names.ts";
import { loadRuleModules } from "./rule-module.ts";
import { dottedPath, invalid, parseSettings, type Problem } from "./problems.ts";
import { customPart, gateFileSchema, type GateFile } from "./schema.ts";
import type { GateConfig, Override, RuleSetting } from "./settings.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** The name under which a configuration is found without being named. */
export const configName = "headwater.yml";

/**
 * Reads a configuration file. With `isBase` it is the base's: no code of it is run (its modules are not loaded),
 * and settings of rules that do not exist any more are kept.
 */
export async function loadConfig(
  file: string,
  builtIn: readonly Rule[],
  { isBase = false }: { readonly isBase?: boolean } = {},
): Promise<GateConfig> {
  const yaml = readYamlFile(file);
  const { custom, modules } = parseSettings(yaml, customPart, "GATE_CONFIG_INVALID").gate;
  const folder = dirname(resolve(file));
  const rules = [...builtIn];
  // The evaluator of expressions is loaded only where there is one.
  if (custom.length > 0) rules.push(...(await import("./custom-rule.ts")).customRules(yaml, custom));
  if (!isBase) rules.push(...loadRuleModules(yaml, folder, modules));
  refuseRepeatedIds(yaml, rules, { builtIn: builtIn.length, custom: custom.length });
  const others = isBase ? "accept" : "refuse";
  const named = namedRules(yaml.value);
  // Schemas take time to make: those of rules that the file does not name are only made to find words for an error.
  const schema = gateFileSchema(
    rules.filter((rule) => named.has(rule.id)),
    others,
  );
  const settings = parseSettings(yaml, schema, "GATE_CONFIG_INVALID", () => gateFileSchema(rules, others));
  const config = resolveConfig(yaml, folder, settings, rules);
  if (!isBase) refuseUseless(yaml, settings.gate, config);
  return config;
}

/** The configuration of a project without a file: the recommended rules with their defaults. */
export function builtInConfig(folder: string, rules: readonly Rule[]): GateConfig {
  return {
    file: undefined,
    folder,
    projects: [],
    baselineFile: join(folder, "headwater-baseline.yml"),
    scope: { includePackages: [], excludePaths: [] },
    layers: defaultLayers,
    rules,
    settings: new Map(rules.map((rule) => [rule.id, ruleSetting(rule, "recommended", undefined)])),
    overrides: [],
    lineOfRule: () => undefined,
  };
}

/**
 * The first of the given folders' headwater.yml that exists.
 * @throws QualityError GATE_CONFIG_NOT_FOUND where there is one under a name that would be passed over in silence
 */
export function findConfig(folders: readonly string[]): string | undefined {
  const found = folders.map((folder) => join(folder, configName)).find((file) => existsSync(file));
  const misnamed = folders.map((folder) => join(folder, "headwater.yaml")).find((file) => existsSync(file));
  if (found === undefined && misnamed !== undefined) {
    throw new QualityError(
      "GATE_CONFIG_NOT_FOUND",
      `There is a ${misnamed}, and the gate reads ${configName}.`,
      `Rename it to ${configName}, or name it with --config.`,
    );
  }
  return found;
}

function readYamlFile(file: string): YamlFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new QualityError(
      "GATE_CONFIG_NOT_FOUND",
      `The configuration ${file} cannot be read.`,
      "Write one with `headwater gate init`, or name another with --config.",
      cause,
    );
  }
  const yaml = parseYaml(file, text);
  if ("value" in yaml) return yaml;
  const lines = yaml.map((problem) => `${file}:${problem.line} ${problem.message}`);
  throw new QualityError("GATE_CONFIG_INVALID", lines.join("\n"), "Correct the YAML at the named line.");
}

/** The ids to which the file gives settings, as far as it has the shape for that. */
function namedRules(file: unknown): ReadonlySet<string> {
  const part = (value: unknown, key: string): unknown =>
    // Any object may be asked for any key.
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const gate = part(file, "gate");
  const overrides = part(gate, "overrides");
  const settings = [gate, ...(Array.isArray(overrides) ? overrides : [])].map((each) => part(each, "rules"));
  return new Set(settings.flatMap((each) => Object.keys(each ?? {})));
}

/** `rules` are the built-in ones, then those of `custom`, then those of modules; of the first two it says how many. */
function refuseRepeatedIds(
  yaml: YamlFile,
  rules: readonly Rule[],
  { builtIn, custom }: { readonly builtIn: number; readonly custom: number },
): void {
  const seen = new Set<string>();
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id)) {
      const message = `The rule id ${id} is used twice. Give your own rule another id.`;
      const isCustom = index < builtIn + custom;
      const path = isCustom ? ["gate", "custom", index - builtIn, "id"] : ["gate", "modules"];
      throw invalid(yaml, [{ path, message }], "GATE_CONFIG_INVALID");
    }
    seen.add(id);
  }
}

/** Settings that would have no effect, so that nobody relies on them. */
function refuseUseless(yaml: YamlFile, gate: GateFile["gate"], config: GateConfig): void {
  const places = [["gate"], ...gate.overrides.map((_, index) => ["gate", "overrides", index])];
  const problems = places.flatMap((place) =>
    config.rules.flatMap((rule) => {
      const path = [...place, "rules", rule.id];
      return unknownLayers(rule, writtenOptions(yaml, path), path, config.layers);
    }),
  );
  const all = problems.concat(uselessOverrides(gate, config.rules));
  if (all.length > 0) throw invalid(yaml, all, "GATE_CONFIG_INVALID");
}

function uselessOverrides({ overrides }: GateFile["gate"], rules: readonly Rule[]): readonly Problem[] {
  const unselectable = new Set(rules.filter((rule) => !rule.isSelectable).map((rule) => rule.id));
  return overrides.flatMap((override, index) =>
    Object.keys(override.rules)
      .filter((id) => unselectable.has(id))
      .map((id) => {
        const path = ["gate", "overrides", index, "rules", id];
        const message = `${dottedPath(path)}: has no effect, as no selector names what this rule finds. Set it in gate.rules, or leave paths out by gate.exclude_paths.`;
        return { path, message };
      }),
  );
}

function resolveConfig(yaml: YamlFile, folder: string, file: GateFile, rules: readonly Rule[]): GateConfig {
  const { gate } = file;
  const own = new Map(Object.entries(gate.rules).map(([id, given]) => [id, plainSetting(given)]));
  const overrides: Override[] = gate.overrides.map((override, index) => ({
    select: override.select,
    line: yaml.lineOf(["gate", "overrides", index]),
    rules: new Map(
      Object.entries(override.rules).map(([id, given]) => [
        id,
        // The options as written: defaults must not overwrite what `rules` says.
        {
          severity: plainSetting(given).severity,
          options: writtenOptions(yaml, ["gate", "overrides", index, "rules", id]),
        },
      ]),
    ),
  }));
  const settings = new Map<string, RuleSetting>();
  const ofCustom = new Map(gate.custom.map(({ id, severity }) => [id, severity]));
  for (const rule of rules) {
    const setting = ruleSetting(rule, gate.extends, own.get(rule.id));
    const severity = own.get(rule.id)?.severity ?? ofCustom.get(rule.id) ?? setting.severity;
    settings.set(rule.id, { ...setting, severity });
  }
  for (const [id, given] of own) {
    if (settings.has(id)) continue;
    settings.set(id, { severity: given.severity ?? "warn", options: given.options, isExplicit: true });
  }
  return {
    file: yaml.file,
    folder,
    projects: gate.projects,
    baselineFile: join(folder, gate.baseline),
    scope: { includePackages: gate.include_packages, excludePaths: gate.exclude_paths },
    layers:
      gate.layers?.map(({ name, prefixes, folder: layerFolder }) => ({
        name,
        prefixes,
        folder: layerFolder,
      })) ?? defaultLayers,
    rules,
    settings,
    overrides,
    lineOfRule: (rule) => yaml.lineOf(["gate", "rules", rule]),
  };
}

interface PlainSetting {
  readonly severity: RuleSeverity | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

function plainSetting(given: GateFile["gate"]["rules"][string]): PlainSetting {
  if (typeof given === "string") return { severity: given, options: {} };
  // The schema has checked the options by the rule's own schema, whose type is not known here.
  return { severity: given?.severity, options: (given?.options ?? {}) as Record<string, unknown> };
}

function ruleSetting(rule: Rule, preset: Preset, given: PlainSetting | undefined): RuleSetting {
  return {
    severity: given?.severity ?? severityIn(preset, rule, given !== undefined),
    options: v.parse(rule.optionsSchema, given?.options ?? {}),
    isExplicit: given !== undefined && given.severity !== "off",
  };
}

const presetOrder: readonly Preset[] = ["minimal", "recommended", "strict"];

/** What a preset says of a rule. A rule that the file names without a severity is on. */
function severityIn(preset: Preset, rule: Rule, isNamed: boolean): RuleSeverity {
  const isOn = presetOrder.indexOf(rule.preset) <= presetOrder.indexOf(preset);
  if (!isOn && !isNamed) return "off";
  return preset === "strict" ? "error" : rule.defaultSeverity;
}

function writtenOptions(
  yaml: YamlFile,
  path: readonly (string | number)[],
): Readonly<Record<string, unknown>> {
  let part: unknown = yaml.value;
  // The schema has checked the shape on the way: maps and lists down to the options.
  for (const step of [...path, "options"]) part = (part as Record<string | number, unknown>)[step] ?? {};
  return part as Record<string, unknown>;
}
