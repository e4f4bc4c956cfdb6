import type { Baseline } from "../run/baseline.ts";
import { lastsLonger } from "../run/suppressions.ts";
import type { Weakening } from "../weakening.ts";
import { loosenedOptions } from "./loosened-options.ts";
import type { GateConfig, Override, OverrideSetting, RuleSetting } from "./settings.ts";

/** A configuration with the findings that it accepts. */
export interface ConfigSide {
  readonly config: GateConfig;
  readonly baseline: Baseline;
}

/** Every way in which head's gate lets more pass than the base's: rules, options, scope, overrides, accepted findings. */
export function compareConfigs(base: ConfigSide, head: ConfigSide): readonly Weakening[] {
  return [
    ...weakenedRules(base.config, head.config),
    ...weakenedScope(base.config, head.config),
    ...weakenedOverrides(base.config, head.config),
    ...weakenedBaseline(base.baseline, head),
  ];
}

const rank = { off: 0, warn: 1, error: 2 };

/** Whether a rule's findings count less than before. */
export function isMilder(before: RuleSetting["severity"], after: RuleSetting["severity"]): boolean {
  return rank[after] < rank[before];
}

function weakenedRules(base: GateConfig, head: GateConfig): readonly Weakening[] {
  const places = (rule: string) => ({ file: head.file ?? base.file, line: head.lineOfRule(rule) });
  const rulesOf = (config: GateConfig) => new Map(config.rules.map((rule) => [rule.id, rule]));
  const before = rulesOf(base);
  const after = rulesOf(head);
  return [...base.settings].flatMap(([id, old]): readonly Weakening[] => {
    if (old.severity === "off") return [];
    const now = head.settings.get(id);
    if (now === undefined || now.severity === "off") {
      return [{ message: `does not run ${id} any more`, ...places(id) }];
    }
    const found: Weakening[] = [];
    if (isMilder(old.severity, now.severity)) {
      found.push({ message: `takes ${id} for a warning, which was an error`, ...places(id) });
    }
    const rule = after.get(id);
    for (const words of rule ? loosenedOptions(rule, old.options, now.options) : []) {
      found.push({ message: `has looser options of ${id}: ${words}`, ...places(id) });
    }
    // A built-in rule says the same on both sides; a rule of the file's own may ask for something else now.
    if (rule && before.has(id) && before.get(id)?.docs.what !== rule.docs.what) {
      found.push({ message: `has another condition in its own rule ${id}`, ...places(id) });
    }
    return found;
  });
}

function weakenedScope(base: GateConfig, head: GateConfig): readonly Weakening[] {
  const file = head.file ?? base.file;
  const added = (before: readonly string[], after: readonly string[]) =>
    after.filter((each) => !before.includes(each));
  const messages = [
    ...added(base.scope.excludePaths, head.scope.excludePaths).map(
      (path) => `does not judge ${path} any more`,
    ),
    ...added(head.scope.includePackages, base.scope.includePackages).map(
      (name) => `does not judge the package ${name} any more`,
    ),
    ...added(head.projects, base.projects).map((glob) => `does not judge the projects ${glob} any more`),
  ];
  if (JSON.stringify(base.layers) !== JSON.stringify(head.layers))
    messages.push("tells layers apart in another way");
  return messages.map((message) => ({ message, file, line: undefined }));
}

/** Overrides that head adds and that judge some nodes less strictly, and stricter ones that head leaves out. */
function weakenedOverrides(base: GateConfig, head: GateConfig): readonly Weakening[] {
  const known = new Set(base.overrides.map(overrideKey));
  const kept = new Set(head.overrides.map(overrideKey));
  const added = head.overrides
    .filter((override) => !known.has(overrideKey(override)))
    .flatMap((override) =>
      [...override.rules]
        .filter(([id, setting]) => loosens(id, setting, head))
        .map(([id]) => ({
          message: `judges ${id} less strictly for ${override.select}`,
          file: head.file,
          line: override.line,
        })),
    );
  const dropped = base.overrides
    .filter((override) => !kept.has(overrideKey(override)))
    .flatMap((override) =>
      [...override.rules]
        .filter(([id, { severity }]) => isMilder(severity ?? "off", head.settings.get(id)?.severity ?? "off"))
        .map(([id]) => ({
          message: `judges ${id} less strictly for ${override.select}, as an override is gone`,
          file: head.file,
          line: undefined,
        })),
    );
  return [...added, ...dropped];
}

function loosens(id: string, setting: OverrideSetting, config: GateConfig): boolean {
  const own = config.settings.get(id);
  if (own === undefined || own.severity === "off") return false;
  if (setting.severity !== undefined && isMilder(own.severity, setting.severity)) return true;
  const rule = config.rules.find((each) => each.id === id);
  return (
    rule !== undefined &&
    loosenedOptions(rule, own.options, { ...own.options, ...setting.options }).length > 0
  );
}

function overrideKey({ select, rules }: Override): string {
  return JSON.stringify([select, [...rules].toSorted(([first], [second]) => (first < second ? -1 : 1))]);
}

function weakenedBaseline(base: Baseline, head: ConfigSide): readonly Weakening[] {
  const place = { file: head.config.baselineFile, line: undefined };
  return [...head.baseline.values()].flatMap((entry): readonly Weakening[] => {
    const what = `${entry.rule} at ${entry.node}${entry.column === undefined ? "" : `.${entry.column}`}`;
    const old = base.get(entry.fingerprint);
    if (old === undefined) return [{ message: `accepts ${what}: ${entry.reason}`, ...place }];
    if (lastsLonger(entry, old)) {
      return [{ message: `accepts ${what} for longer, until ${entry.expires ?? "ever"}`, ...place }];
    }
    if ((entry.measure ?? 0) > (old.measure ?? Infinity)) {
      return [{ message: `accepts more of ${what}: ${entry.measure} and not ${old.measure}`, ...place }];
    }
    return [];
  });
}
