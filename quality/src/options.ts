import type { Model, NodeOf, ResourceType } from "@headwater/artifacts";
import * as v from "valibot";

import { isModel } from "./data-flow.ts";

/**
 * The change of an option by which its rule lets more pass: a "larger" or "smaller" number or boolean, a "longer" or
 * "shorter" list, or a "narrower" one, which is a list that means everything when it is empty. An option that does not
 * say it is taken for looser at every change.
 */
export type Looser = "larger" | "smaller" | "longer" | "shorter" | "narrower";

/** What is known of an option beside its schema. */
interface OptionNotes {
  /** For the rule's page and for editors. */
  readonly description: string;
  readonly looser?: Looser;
  /** Whether it is a list of layers, or a map by layer; then names of layers that there are not are refused. */
  readonly namesLayers?: boolean;
}

/** An option of a rule: its schema, and the value that it has where the configuration gives none. */
export function option<Schema extends v.GenericSchema>(
  schema: Schema,
  { default: fallback, ...notes }: OptionNotes & { readonly default: v.InferInput<Schema> },
) {
  return v.pipe(v.optional(schema, fallback), v.metadata(notes));
}

/** The notes that `option` was given. */
export function optionNotes(schema: v.GenericSchema): Partial<OptionNotes> {
  return v.getMetadata(schema);
}

/** A map with these keys and no others. */
export function strictMap<Entries extends v.ObjectEntries>(entries: Entries) {
  const object = v.strictObject(entries);
  return v.pipe(map<v.InferInput<typeof object>>(), object);
}

/** A map from any key to values of one kind. */
export function mapOf<Value extends v.GenericSchema>(value: Value) {
  return v.pipe(map<Record<string, v.InferInput<Value>>>(), v.record(v.string(), value));
}

/** Comes before an object's or record's schema, as valibot would take a list for a map whose keys are numbers. */
export function map<Input = unknown>() {
  const isMap = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return { ...v.custom<Input>(isMap), expects: "a map" };
}

/** A text that is not empty. */
export const text = v.pipe(v.string(), v.nonEmpty());

/** A list of such texts. */
export const texts = v.array(text);

/** An option that is a regular expression, checked when the configuration is read. */
export const patternOption = v.pipe(v.string(), v.check(isPattern, "is not a regular expression"));

/** A share in percent. */
export const percentage = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

/** A share that is to be reached. One below 1 % is a fraction that was meant as a share, and would let everything pass. */
export const targetPercentage = v.pipe(
  percentage,
  v.check((value) => value === 0 || value >= 1, "must be in percent, such as 80 for four of five"),
);

/** A number that is not smaller than `least`. */
export function numberFrom(least: number) {
  return v.pipe(v.number(), v.finite(), v.minValue(least));
}

/** A whole number that is not smaller than `least`. */
export function wholeNumberFrom(least: number) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(least));
}

/** An option that restricts a rule to models of some layers; all where the list is empty. */
export function layersOption(...layers: readonly string[]) {
  return option(texts, {
    default: [...layers],
    description: "The layers whose models are looked at; all layers where the list is empty.",
    namesLayers: true,
    looser: "narrower",
  });
}

/** An option that lists which of `all` resource types a rule looks at: `fallback` where the configuration does not say. */
export function resourceTypesOption<T extends ResourceType>(
  all: readonly [T, ...T[]],
  fallback: readonly T[] = all,
) {
  return option(v.array(v.picklist(all)), {
    default: [...fallback],
    description: `The resource types that are looked at, of ${all.join(", ")}.`,
    looser: "shorter",
  });
}

/** What a rule is given by which its nodes are found; see `RuleContext`. */
interface NodeContext {
  readonly judged: <T extends ResourceType>(type: T) => readonly NodeOf<T>[];
  readonly layerOf: (model: Model) => string;
}

/** The judged nodes that `resourceTypesOption` and `layersOption` name, each once. Only models are in layers. */
export function nodesOf<T extends ResourceType>(
  { judged, layerOf }: NodeContext,
  types: readonly T[],
  layers: readonly string[] = [],
): readonly NodeOf<T>[] {
  return [...new Set(types)]
    .flatMap((type) => judged(type))
    .filter((node) => !isModel(node) || isInLayers(node, layers, layerOf));
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
