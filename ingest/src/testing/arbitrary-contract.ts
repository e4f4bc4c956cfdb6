import type { Field, StreamFeed } from "@headwater/contracts";
import {
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  oneof,
  record,
  string,
  stringMatching,
  uniqueArray,
  type Arbitrary,
} from "fast-check";

import { exampleFeed } from "./example-feed.ts";

interface Schema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

const names = ["a", "b", "id", "level", "read_at", "long_name_1"];
const patterns = [String.raw`\S`, "^[A-Z]{2}$", String.raw`^[^@\s]+@[^@\s]+$`, "^/", "^.*b$"];
const text = { type: "string" };

function boundedNumber(type: "integer" | "number"): Arbitrary<Schema> {
  const bounds = { minimum: integer({ min: -50, max: 3 }), maximum: integer({ min: 4, max: 200 }) };
  return record({ type: constant(type), ...bounds }, { requiredKeys: ["type"] });
}

/** Any schema of an object of the contracts' subset of JSON Schema. */
export const arbitrarySchema: Arbitrary<Schema> = letrec<{ field: Schema; object: Schema }>((tie) => ({
  field: nullable(
    oneof(
      constant<Schema>(text),
      constantFrom(...patterns).map((pattern) => ({ type: "string", pattern })),
      constantFrom("date", "date-time").map((format) => ({ type: "string", format })),
      uniqueArray(constantFrom("x", "y z", "größe", 'a"b'), { minLength: 1 }).map((choices) => ({
        type: "string",
        enum: choices,
      })),
      constant<Schema>({ type: "boolean" }),
      boundedNumber("integer"),
      constant<Schema>({ type: "integer", "x-int64": true }),
      boundedNumber("number"),
      integer({ min: 0, max: 4 }).map((scale) => ({ type: "number", "x-precision": 6, "x-scale": scale })),
      tie("field").map((items) => ({ type: "array", items })),
      tie("object"),
    ),
  ),
  object: dictionary(constantFrom(...names), tie("field"), {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true,
  }).chain((properties) =>
    uniqueArray(constantFrom(...Object.keys(properties))).map((required) => ({
      type: "object",
      properties,
      required,
    })),
  ),
})).object;

function nullable(schema: Arbitrary<Schema>): Arbitrary<Schema> {
  return record({ of: schema, isNullable: boolean() }).map(({ of, isNullable }) =>
    isNullable ? withNull(of) : of,
  );
}

function withNull(schema: Schema): Schema {
  const types = [schema.type, "null"].flat() as readonly string[];
  return schema.enum ? { ...schema, type: types, enum: [...schema.enum, null] } : { ...schema, type: types };
}

/** A feed whose events have this schema. */
export function feedOf(schema: Schema): StreamFeed {
  return {
    ...exampleFeed,
    schema: { $schema: exampleFeed.schema["$schema"], ...schema },
    fields: fieldsOf(schema),
  };
}

function fieldsOf({ properties = {} }: Schema): readonly Field[] {
  return Object.entries(properties).map(([name, schema]) => fieldOf(name, schema));
}

/** Names and nesting only. */
function fieldOf(name: string, schema: Schema): Field {
  const base = { name, nullable: true, required: false, description: "" };
  const type = typeOf(schema);
  if (type === "object") return { ...base, type: "object", fields: fieldsOf(schema) };
  if (type === "array") return { ...base, type: "array", items: fieldOf("item", schema.items ?? text) };
  return { ...base, type: "string" };
}

/** Values that mostly keep a schema, and sometimes nearly do. */
export function arbitraryValue(schema: Schema): Arbitrary<unknown> {
  const value = valueOfType(typeOf(schema), schema);
  const isNullable = [schema.type].flat().includes("null");
  return oneof(
    { weight: 30, arbitrary: value },
    { weight: isNullable ? 10 : 1, arbitrary: constant(null) },
    { weight: 1, arbitrary: constantFrom<unknown>(0, "", true, [], {}, 1.5, "x") },
  );
}

function typeOf(schema: Schema): string | undefined {
  return [schema.type].flat().find((each) => each !== "null");
}

function valueOfType(type: string | undefined, schema: Schema): Arbitrary<unknown> {
  switch (type) {
    case "object":
      return objectOf(schema);
    case "array":
      return array(arbitraryValue(schema.items ?? text), { maxLength: 3 });
    case "boolean":
      return boolean();
    case "integer":
      return oneof(integer({ min: -60, max: 220 }), integer());
    case "number":
      return oneof(
        double({ min: -60, max: 220, noNaN: true }),
        double({ min: -60, max: 220, noNaN: true }).map((number) => Number(number.toFixed(2))),
      );
    default:
      return textOf(schema);
  }
}

function textOf({ enum: choices, pattern, format }: Schema): Arbitrary<unknown> {
  if (choices) return constantFrom(...choices);
  if (format === "date") return constantFrom("2024-02-29", "2023-02-29", "1999-12-31", "0000-01-01");
  if (format === "date-time")
    return constantFrom("2024-02-29T23:59:59Z", "2024-01-01T00:00:00.123456+05:30", "2024-01-01T24:00:00Z");
  if (typeof pattern === "string")
    return oneof(stringMatching(new RegExp(pattern)), stringMatching(/^[ -~]{0,6}$/));
  return oneof(string(), string({ unit: "grapheme" }), constantFrom("a\nb", "\ud800", "tab\t", '"', "\\"));
}

function objectOf({ properties = {} }: Schema): Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryValue(schema)]),
  );
  return oneof(
    { weight: 3, arbitrary: record(members, { noNullPrototype: true }) },
    { weight: 1, arbitrary: record(members, { noNullPrototype: true, requiredKeys: [] }) },
  );
}
