import { FORMATS } from "@headwater/contracts";

import { numberPattern } from "./number-pattern.ts";
import {
  anyTextPattern,
  asciiTextPattern,
  enumPattern,
  literalPattern,
  matchingTextPattern,
} from "./text-pattern.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Where a value stands. */
interface Place {
  /** How many levels of arrays and objects may still be opened. */
  readonly depth: number;
  /** Whether numbers may be captured. Not in a list: of a capture that repeats, only the last one is kept. */
  readonly canCapture: boolean;
  /** Whether texts are ASCII, but for those that the schema names; otherwise the payload is known to be UTF-8. */
  readonly isAscii: boolean;
}

/** Matches no value: all are left to the judge. */
export const nothing = "(?!)";

/** Keywords that say nothing about the value. */
const annotations = new Set(["$schema", "$id", "type", "title", "description", "x-source-column"]);

/** The keywords that are kept for each type. With any other one, the value is left to the judge. */
const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ["enum", "pattern", "format"],
  integer: ["minimum", "maximum", "x-int64"],
  number: ["minimum", "maximum", "x-precision", "x-scale"],
  boolean: [],
  array: ["items"],
  object: ["properties", "required"],
};

/** With the sign and the point, 15 characters: see `isExactNumber`. */
const alwaysExact = { whole: 7, fraction: 6 };

/**
 * A regular expression, as text, for what certainly keeps a schema in the bytes of a JSON text: without unknown or
 * repeated members, without line breaks, and alike for every engine, but for the numbers that it captures. Members are
 * expected in the order of the example, and those that it does not have in the schema's order.
 */
export function valuePattern(schema: unknown, example: unknown, place: Place): string {
  if (!isObject(schema)) return nothing;
  const { type: types, enum: choices } = schema;
  const [type, ...others] = listOf(types).filter((each) => each !== "null");
  const known = typeof type === "string" && others.length === 0 ? keywords[type] : undefined;
  if (!known || !Object.keys(schema).every((each) => known.includes(each) || annotations.has(each)))
    return nothing;
  const isNullable =
    listOf(types).includes("null") && (choices === undefined || listOf(choices).includes(null));
  const pattern = typedPattern(type, schema, example, place);
  return isNullable ? `(?:${pattern}|null)` : pattern;
}

function typedPattern(type: unknown, schema: JsonObject, example: unknown, place: Place): string {
  const inside = { ...place, depth: place.depth - 1 };
  switch (type) {
    case "string":
      return stringPattern(schema, place);
    case "integer":
    case "number":
      return boundedPattern(type, schema, place);
    case "boolean":
      return "(?:true|false)";
    case "array":
      return place.depth > 0 ? arrayPattern(schema["items"], example, inside) : nothing;
    default:
      return place.depth > 0 ? objectPattern(schema, example, inside) : nothing;
  }
}

function stringPattern({ enum: choices, pattern, format }: JsonObject, { isAscii }: Place): string {
  if ([choices, pattern, format].filter((rule) => rule !== undefined).length > 1) return nothing;
  if (choices !== undefined) {
    const texts = listOf(choices).filter((each) => typeof each === "string");
    return texts.length === 0 ? nothing : enumPattern(texts);
  }
  if (typeof pattern === "string") return matchingTextPattern(pattern) ?? nothing;
  if (format === "date" || format === "date-time")
    return matchingTextPattern(FORMATS[format].source) ?? nothing;
  if (pattern !== undefined || format !== undefined) return nothing;
  return isAscii ? asciiTextPattern : anyTextPattern;
}

function boundedPattern(type: "integer" | "number", schema: JsonObject, { canCapture }: Place): string {
  const { minimum, maximum, "x-precision": precision, "x-scale": scale } = schema;
  const bounds = {
    minimum: typeof minimum === "number" ? minimum : -Infinity,
    maximum: typeof maximum === "number" ? maximum : Infinity,
  };
  const integers = numberPattern({ ...bounds, isInteger: true });
  if (type === "integer") return integers;
  if (typeof precision === "number" && typeof scale === "number")
    return numberPattern({
      ...bounds,
      isInteger: false,
      digits: { whole: precision - scale, fraction: scale },
    });
  const exact = `${numberPattern({ ...bounds, isInteger: false, digits: alwaysExact })}|${integers}`;
  if (!canCapture) return `(?:${exact})`;
  // Engines may round any other number differently: it is captured, so that its digits are looked at.
  return String.raw`(?:${exact}|(?=([-.\d]+))${numberPattern({ ...bounds, isInteger: false })})`;
}

function arrayPattern(items: unknown, example: unknown, place: Place): string {
  const item = valuePattern(items, listOf(example)[0], { ...place, canCapture: false });
  return String.raw`\[(?:${item}(?:, ?(?!\])|(?=\])))*\]`;
}

function objectPattern(schema: JsonObject, example: unknown, place: Place): string {
  const { properties } = schema;
  if (!isObject(properties)) return nothing;
  const required = listOf(schema["required"]);
  const exampleValues = isObject(example) ? example : {};
  const names = inOrderOf(Object.keys(exampleValues), Object.keys(properties));
  const lastRequired = names.findLastIndex((name) => required.includes(name));
  const members = names.map((name, index) => {
    const value = valuePattern(properties[name], exampleValues[name], place);
    const member = `${literalPattern(name)}: ?${value}`;
    // Some member follows for certain, or perhaps, or none.
    if (index < lastRequired) return required.includes(name) ? `${member}, ?` : `(?:${member}, ?)?`;
    const separated = index === names.length - 1 ? member : String.raw`${member}(?:, ?(?=")|(?=\}))`;
    return required.includes(name) ? separated : `(?:${separated})?`;
  });
  return String.raw`\{${members.join("")}\}`;
}

/** The names in the order of the example; one that it lacks follows the name that stands before it otherwise. */
function inOrderOf(example: readonly string[], names: readonly string[]): readonly string[] {
  const ordered = example.filter((name) => names.includes(name));
  names.forEach((name, index) => {
    if (ordered.includes(name)) return;
    const before = names[index - 1];
    ordered.splice(before === undefined ? 0 : ordered.indexOf(before) + 1, 0, name);
  });
  return ordered;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
