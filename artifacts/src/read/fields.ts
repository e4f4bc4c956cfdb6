/**
 * Readers of single values out of an artifact. Absent and null are the same, as dbt versions differ in which they write.
 * What is there but of a wrong type cannot be judged and throws, with the place in the JSON.
 *
 * Each takes the value itself (`string(raw.name, place, "name")`) rather than object and key: a property that is named in
 * the code is found ten times as fast as one that is looked up by a variable, and a manifest has millions. For the same
 * reason checks for absent values are repeated in place of a shared function, and lists are walked by index.
 */
import { ArtifactError } from "../errors.ts";
import type { JsonObject } from "../types/resource.ts";

/** A JSON object as parsed, before anything is known about it. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Where in the artifact an object lies: a member of its parent. Made into text for messages only. */
export interface Place {
  readonly parent: Place | undefined;
  readonly key: string;
}

/** What every empty object of a manifest is read as: there are ten of them for each node. */
export const EMPTY_OBJECT: JsonObject = Object.freeze({});
const EMPTY_LIST: readonly never[] = Object.freeze([]);

export function placeOf(key: string, parent?: Place): Place {
  return { parent, key };
}

export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string that has to be there. */
export function string(value: unknown, place: Place, key: string): string {
  return typeof value === "string" ? value : fail(value, place, key, "a string");
}

export function optionalString(value: unknown, place: Place, key: string): string | undefined {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? undefined : fail(value, place, key, "a string");
}

/** Text that some dbt versions, or the project's YAML, may also give as a number. */
export function numberOrString(value: unknown, place: Place, key: string): string | undefined {
  return typeof value === "number" ? String(value) : optionalString(value, place, key);
}

export function number(value: unknown, place: Place, key: string): number | undefined {
  if (typeof value === "number") return value;
  return value === undefined || value === null ? undefined : fail(value, place, key, "a number");
}

export function boolean(value: unknown, place: Place, key: string): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === undefined || value === null ? undefined : fail(value, place, key, "true or false");
}

/**
 * A list of strings; a single string counts as a list of one, as in YAML. A null within is left out: dbt writes one into
 * `depends_on.macros` for a data test whose macro does not exist.
 */
export function strings(value: unknown, place: Place, key: string): readonly string[] {
  if (value === undefined || value === null) return EMPTY_LIST;
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return fail(value, place, key, "a list of strings");
  if (value.length === 0) return EMPTY_LIST;
  for (let at = 0; at < value.length; at++) {
    if (typeof value[at] === "string") continue;
    const known = value.filter((each) => each !== null);
    return known.length < value.length
      ? strings(known, place, key)
      : fail(value, place, key, "a list of strings");
  }
  return value;
}

export function list(value: unknown, place: Place, key: string): readonly unknown[] {
  if (value === undefined || value === null) return EMPTY_LIST;
  return Array.isArray(value) ? value : fail(value, place, key, "a list");
}

/** An object whose keys the project decides; {} if absent. */
export function jsonObject(value: unknown, place: Place, key: string): JsonObject {
  const found = object(value, place, key);
  // What came out of JSON.parse is JSON, and inherits nothing that could be counted.
  for (const _ in found) return found as JsonObject;
  return EMPTY_OBJECT;
}

/** An object of dbt's own, to be read in turn; undefined if absent. */
export function object(value: unknown, place: Place, key: string): RawObject | undefined {
  if (value === undefined || value === null) return undefined;
  return isObject(value) ? value : fail(value, place, key, "an object");
}

/** A list of objects, each read by `read`. */
export function objects<T>(
  value: unknown,
  place: Place,
  key: string,
  read: (raw: RawObject, place: Place) => T,
): readonly T[] {
  const values = list(value, place, key);
  if (values.length === 0) return EMPTY_LIST;
  return values.map((raw, index) => {
    const at = placeOf(String(index), placeOf(key, place));
    return isObject(raw) ? read(raw, at) : failAt(raw, at, "an object");
  });
}

/** An object's members, each read by `read`; a list of objects with names is read as if it were one. */
export function members<T>(
  value: unknown,
  place: Place,
  key: string,
  read: (name: string, raw: RawObject, place: Place) => T,
): readonly T[] {
  if (value === undefined || value === null) return EMPTY_LIST;
  if (Array.isArray(value)) {
    return objects(value, place, key, (raw, at) => read(string(raw.name, at, "name"), raw, at));
  }
  if (!isObject(value)) return fail(value, place, key, "an object");
  const parent = placeOf(key, place);
  const found: T[] = [];
  for (const name of Object.keys(value)) {
    const raw = value[name];
    const at = placeOf(name, parent);
    found.push(isObject(raw) ? read(name, raw, at) : failAt(raw, at, "an object"));
  }
  return found;
}

export function wrongShape(value: unknown, place: Place, expected: string): ArtifactError {
  const path = pathOf(place);
  return new ArtifactError(
    "ARTIFACT_WRONG_SHAPE",
    `${path}: expected ${expected}, found ${describe(value)}`,
    {
      jsonPath: path,
      hint: "Write the artifact again with dbt (dbt parse, dbt build or dbt docs generate). If dbt itself wrote it so, report it.",
    },
  );
}

function fail(value: unknown, place: Place, key: string, expected: string): never {
  return failAt(value, placeOf(key, place), expected);
}

function failAt(value: unknown, place: Place, expected: string): never {
  throw wrongShape(value, place, expected);
}

/** `nodes["model.shop.orders"].columns.id` */
function pathOf({ parent, key }: Place): string {
  if (parent === undefined) return key;
  const member = /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return pathOf(parent) + member;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
