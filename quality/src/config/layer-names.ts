import type { LayerSettings } from "../layers.ts";
import { optionNotes } from "../options.ts";
import type { Rule } from "../rule.ts";
import { didYouMean, dottedPath, type Problem } from "./problems.ts";

/** What options may name beside layers: models of no layer, and what models read that is no model. */
const otherNames = ["other", "source", "seed", "snapshot"];

/** The names in a rule's options, as written at `path`, of layers that the configuration does not have. */
export function unknownLayers(
  { optionsSchema }: Rule,
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
  return Object.entries(optionsSchema.entries)
    .filter(([, schema]) => optionNotes(schema).namesLayers)
    .flatMap(([name]) => namesIn(options[name], [...path, "options", name]));
}
