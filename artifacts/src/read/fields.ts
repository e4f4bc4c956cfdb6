import { ArtifactError } from "../errors.ts";
import type { JsonObject } from "../types/resource.ts";

/** A JSON object as parsed, before anything is known about it. */
export type RawObject = Readonly<Record<string, unknown>>;

const EMPTY_OBJECT: JsonObject = Object.freeze({});
const EMPTY_LIST: readonly never[] = Object.freeze([]);

export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads an artifact's object field by field. Absent and null are the same, as dbt versions differ in which they write.
 * What is there but of a wrong type cannot be judged and throws, with the place in the JSON.
 */
export class Fields {
  readonly raw: RawObject;
  /** The place in the artifact, e.g. `nodes["model.shop.orders"]`. */
  readonly #place: string;

  constructor(value: unknown, place: string) {
    if (!isObject(value)) throw wrongShape(place, "an object", value);
    this.raw = value;
    this.#place = place;
  }

  /** A string that has to be there. */
  string(key: string): string {
    const value = this.raw[key];
    return typeof value === "string" ? value : this.#fail(key, "a string");
  }

  optionalString(key: string): string | undefined {
    const value = this.raw[key];
    if (typeof value === "string") return value;
    return value === undefined || value === null ? undefined : this.#fail(key, "a string");
  }

  /** A number that dbt or the project's YAML may also have given as text, or the other way round (versions). */
  numberOrString(key: string): string | undefined {
    const value = this.raw[key];
    return typeof value === "number" ? String(value) : this.optionalString(key);
  }

  number(key: string): number | undefined {
    const value = this.raw[key];
    if (typeof value === "number") return value;
    return value === undefined || value === null ? undefined : this.#fail(key, "a number");
  }

  boolean(key: string): boolean | undefined {
    const value = this.raw[key];
    if (typeof value === "boolean") return value;
    return value === undefined || value === null ? undefined : this.#fail(key, "true or false");
  }

  /** A list of strings; a single string counts as a list of one, as in YAML. */
  strings(key: string): readonly string[] {
    const value = this.raw[key];
    if (value === undefined || value === null) return EMPTY_LIST;
    if (typeof value === "string") return [value];
    if (!Array.isArray(value)) return this.#fail(key, "a list of strings");
    for (const element of value) if (typeof element !== "string") return this.#fail(key, "a list of strings");
    // Every element was just seen to be a string.
    return value as readonly string[];
  }

  list(key: string): readonly unknown[] {
    const value = this.raw[key];
    if (value === undefined || value === null) return EMPTY_LIST;
    return Array.isArray(value) ? value : this.#fail(key, "a list");
  }

  /** An object whose keys the project decides; {} if absent. */
  object(key: string): JsonObject {
    const value = this.raw[key];
    if (value === undefined || value === null) return EMPTY_OBJECT;
    // It came out of JSON.parse, so whatever is in it is JSON.
    return isObject(value) ? (value as JsonObject) : this.#fail(key, "an object");
  }

  /** An object of dbt's own, to be read in turn; undefined if absent. */
  child(key: string): Fields | undefined {
    const value = this.raw[key];
    return value === undefined || value === null ? undefined : new Fields(value, this.#at(key));
  }

  /** A list of objects, to be read in turn. */
  children(key: string): readonly Fields[] {
    const values = this.list(key);
    if (values.length === 0) return EMPTY_LIST;
    return values.map((value, index) => new Fields(value, `${this.#at(key)}[${index}]`));
  }

  /** One element of a list, to be read in turn. */
  element(key: string, index: number): Fields {
    return new Fields(this.list(key)[index], `${this.#at(key)}[${index}]`);
  }

  /** An object's members, to be read in turn; a list of objects with names is read as if it were one. */
  entries(key: string): readonly (readonly [string, Fields])[] {
    const value = this.raw[key];
    if (value === undefined || value === null) return EMPTY_LIST;
    if (Array.isArray(value)) return this.children(key).map((fields) => [fields.string("name"), fields]);
    if (!isObject(value)) return this.#fail(key, "an object");
    return Object.entries(value).map(([name, member]) => [
      name,
      new Fields(member, memberPlace(this.#at(key), name)),
    ]);
  }

  #at(key: string): string {
    return this.#place === "" ? key : `${this.#place}.${key}`;
  }

  #fail(key: string, expected: string): never {
    throw wrongShape(this.#at(key), expected, this.raw[key]);
  }
}

/** `nodes["model.shop.orders"]` */
export function memberPlace(place: string, key: string): string {
  return `${place}[${JSON.stringify(key)}]`;
}

export function wrongShape(place: string, expected: string, found: unknown): ArtifactError {
  return new ArtifactError(
    "ARTIFACT_WRONG_SHAPE",
    `${place}: expected ${expected}, found ${describe(found)}`,
    {
      jsonPath: place,
      hint: "Write the artifact again with dbt (dbt parse, dbt build or dbt docs generate). If dbt itself wrote it so, report it.",
    },
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
