import type { LayerSettings } from "../layers.ts";
import { optionNotes } from "../options.ts";
import type { Rule } from "../rule.ts";
import { listed } from "../wording.ts";
import { didYouMean, dottedPath, type Problem } from "./problems.ts";
import type { GateConfig } from "./settings.ts";

/** What options may name beside layers: models of no layer, and what models read that is no model. */
const otherNames = ["other", "source", "seed", "snapshot"];

/** The names in a rule's options, as written at `path`, of layers that the configuration does not have. */
export function unknownLayers(
  rule: Rule,
  options: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  layers: readonly LayerSettings[],
): readonly Problem[] {
  const known = [...layers.map((layer) => layer.name), ...otherNames];
  const namesIn = (value: unknown, at: readonly PropertyKey[]): readonly Problem[] => {
    if (Array.isArray(value)) return value.flatMap((name, index) => problemsOf(name, [...at, index]));
    return Object.entries(value ?? {}).flatMap(([name, inside]) => {
      const place = [...at, name];
      const own = problemsOf(name, place);
      return Array.isArray(inside) ? own.concat(namesIn(inside, place)) : own;
    });
  };
  const problemsOf = (name: string, at: readonly PropertyKey[]): readonly Problem[] => {
    if (known.includes(name)) return [];
    const message = `${dottedPath(at)}: the layer ${name} is not known.${didYouMean(name, known)}`;
    return [{ path: at, message }];
  };
  return layerOptions(rule).flatMap((name) => namesIn(options[name], [...path, "options", name]));
}

/** What to say of rules that look at layers by their defaults of which the configuration has none: they find nothing. */
export function silentRules({
  rules,
  settings,
  layers,
}: Pick<GateConfig, "rules" | "settings" | "layers">): readonly string[] {
  const known = new Set(layers.map((layer) => layer.name));
  const silent = rules.flatMap((rule) => {
    const setting = settings.get(rule.id);
    if (setting === undefined || setting.severity === "off") return [];
    return layerOptions(rule)
      .map((name) => namesOf(setting.options[name]))
      .filter((names) => names.length > 0 && !names.some((name) => known.has(name)))
      .map((names) => `${rule.id} (${listed(names)})`);
  });
  if (silent.length === 0) return [];
  return [
    `gate.layers has none of the layers at which these rules look: ${listed(silent, 20)}. Name yours in their options.`,
  ];
}

/** The names of a rule's options that name layers. */
function layerOptions({ optionsSchema }: Rule): readonly string[] {
  return Object.entries(optionsSchema.entries)
    .filter(([, schema]) => optionNotes(schema).namesLayers)
    .map(([name]) => name);
}

/** The layers that an option names: a list of them, or a map by them. */
function namesOf(option: unknown): readonly string[] {
  // The rule's own schema has checked the option, whose type is not known here.
  return Array.isArray(option) ? (option as readonly string[]) : Object.keys(option ?? {});
}
