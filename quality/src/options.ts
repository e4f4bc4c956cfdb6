import type { Model, ResourceType } from "@headwater/artifacts";
import { z } from "zod";

/** An option that is a regular expression, checked when the configuration is read. */
export const patternOption = z.string().refine(isPattern, { error: "is not a regular expression" });

/** Some texts, none of them empty. */
export const texts = z.array(z.string().min(1));

/** An option that restricts a rule to models of some layers; all where the list is empty. */
export function layersOption(...layers: readonly string[]) {
  return texts
    .default([...layers])
    .describe("The layers whose models are looked at; all layers where the list is empty.")
    .meta({ looser: "shorter" });
}

/** An option that lists the resource types a rule looks at. */
export function resourceTypesOption<T extends ResourceType>(all: readonly [T, ...T[]], preset: readonly T[]) {
  return z
    .array(z.enum(all))
    .default([...preset])
    .describe(`The resource types that are looked at, of ${all.join(", ")}.`)
    .meta({ looser: "shorter" });
}

/** Whether a model is in one of the layers of `layersOption`. */
export function isInLayers(
  model: Model,
  layers: readonly string[],
  layerOf: (model: Model) => string,
): boolean {
  return layers.length === 0 || layers.includes(layerOf(model));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").unicode;
  } catch {
    return false;
  }
}
