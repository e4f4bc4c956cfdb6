import { checkKeywords } from "./schema-keywords.ts";
import type { Field } from "./feed.ts";
import { escapePointer, type SchemaProblem } from "./schema-problem.ts";
import { type JsonObject, isObject } from "./json-object.ts";
import { readInteger, readNumber, readText } from "./read-scalar.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const FIELD_NAME = /^[a-z][a-z0-9_]*$/;
const SIMPLE_TYPES = ["string", "integer", "number", "boolean", "array", "object"] as const;
type SimpleType = (typeof SIMPLE_TYPES)[number];

export interface SchemaReading {
  readonly fields: readonly Field[];
  /** Empty when the schema stays inside the subset. */
  readonly problems: readonly SchemaProblem[];
}

/**
 * Reads an event schema and checks that it stays inside the subset of JSON Schema 2020-12 that every
 * target can express: one type a field (or that type and null), integers with bounds or declared 64-bit,
 * decimals with declared precision and scale, no keyword that only a validator understands.
 * Everything else becomes a problem with a code and the JSON pointer of its place.
 */
export function readSchema(schema: unknown): SchemaReading {
  const problems: SchemaProblem[] = [];
  if (!isObject(schema)) {
    problems.push({ code: "SCHEMA_NOT_AN_OBJECT", pointer: "", message: "the schema must be a JSON object" });
    return { fields: [], problems };
  }
  if (schema["$schema"] !== DIALECT) {
    problems.push({ code: "SCHEMA_DIALECT", pointer: "/$schema", message: `must be "${DIALECT}"` });
  }
  if (schema["type"] !== "object") {
    problems.push({ code: "SCHEMA_TYPE", pointer: "/type", message: `an event must have the type "object"` });
  }
  checkKeywords(schema, "root", "", problems);
  return { fields: readProperties(schema, "", problems), problems };
}

function readProperties(schema: JsonObject, pointer: string, problems: SchemaProblem[]): readonly Field[] {
  const properties = schema["properties"];
  if (!isObject(properties) || Object.keys(properties).length === 0) {
    const message = "an object must list its properties; a free-form object has no columns";
    problems.push({ code: "SCHEMA_NO_PROPERTIES", pointer: `${pointer}/properties`, message });
    return [];
  }
  const required = readRequired(schema, properties, pointer, problems);
  const fields = Object.entries(properties).map(([name, property]) => {
    const at = `${pointer}/properties/${escapePointer(name)}`;
    if (!FIELD_NAME.test(name)) {
      const message = `the field name "${name}" must be snake_case: lower-case letters, digits and underscores`;
      problems.push({ code: "SCHEMA_FIELD_NAME", pointer: at, message });
    }
    return readField(name, property, required.includes(name), at, problems);
  });
  return fields.filter((field) => field !== undefined);
}

function readRequired(
  schema: JsonObject,
  properties: JsonObject,
  pointer: string,
  problems: SchemaProblem[],
): readonly unknown[] {
  const required = schema["required"] ?? [];
  if (!Array.isArray(required)) {
    const message = "must be a list of field names";
    problems.push({ code: "SCHEMA_REQUIRED", pointer: `${pointer}/required`, message });
    return [];
  }
  for (const [index, name] of required.entries()) {
    if (typeof name !== "string" || !Object.hasOwn(properties, name)) {
      const message = `${JSON.stringify(name)} is required but is not among the properties`;
      problems.push({ code: "SCHEMA_REQUIRED", pointer: `${pointer}/required/${index}`, message });
    }
  }
  return required;
}

/** Reads one field; undefined when its type is refused. */
function readField(
  name: string,
  schema: unknown,
  required: boolean,
  pointer: string,
  problems: SchemaProblem[],
): Field | undefined {
  if (!isObject(schema)) {
    problems.push({
      code: "SCHEMA_NOT_AN_OBJECT",
      pointer,
      message: "a field's schema must be a JSON object",
    });
    return undefined;
  }
  const type = readType(schema, pointer, problems);
  if (type === undefined) {
    return undefined;
  }
  checkKeywords(schema, type.name, pointer, problems);
  const description = schema["description"];
  // An array's element is described by the array.
  if (name !== "item" && (typeof description !== "string" || description.trim() === "")) {
    const message = "every field needs a description: it becomes the column's documentation";
    problems.push({ code: "SCHEMA_DESCRIPTION", pointer: `${pointer}/description`, message });
  }
  const sourceColumn = schema["x-source-column"];
  if (sourceColumn !== undefined && (typeof sourceColumn !== "string" || sourceColumn === "")) {
    const message = "must be the publisher's column header";
    problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/x-source-column`, message });
  }
  const base = {
    name,
    nullable: type.nullable,
    required,
    description: typeof description === "string" ? description.trim() : "",
    ...(typeof sourceColumn === "string" ? { sourceColumn } : {}),
  };
  return readTyped(base, schema, type.name, pointer, problems);
}

type Base = Pick<Field, "name" | "nullable" | "required" | "description">;

function readTyped(
  base: Base,
  schema: JsonObject,
  type: SimpleType,
  pointer: string,
  problems: SchemaProblem[],
): Field | undefined {
  switch (type) {
    case "string":
      return { ...base, ...readText(schema, base.nullable, pointer, problems) };
    case "integer":
      return { ...base, ...readInteger(schema, pointer, problems) };
    case "number":
      return { ...base, ...readNumber(schema, pointer, problems) };
    case "boolean":
      return { ...base, type };
    case "object":
      return { ...base, type, fields: readProperties(schema, pointer, problems) };
    default: {
      const items = readField("item", schema["items"], true, `${pointer}/items`, problems);
      return items === undefined ? undefined : { ...base, type, items };
    }
  }
}

function readType(
  schema: JsonObject,
  pointer: string,
  problems: SchemaProblem[],
): { readonly name: SimpleType; readonly nullable: boolean } | undefined {
  const names: readonly unknown[] = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  const others = names.filter((name) => name !== "null");
  const found = SIMPLE_TYPES.find((name) => name === others[0]);
  if (others.length > 1) {
    const message = `found ${JSON.stringify(schema["type"])}; a column has one type, and null is the only legal second one`;
    problems.push({ code: "SCHEMA_UNION", pointer: `${pointer}/type`, message });
    return undefined;
  }
  if (found === undefined) {
    const message = `found ${JSON.stringify(schema["type"]) ?? "no type"}; expected one of ${SIMPLE_TYPES.join(", ")}`;
    problems.push({ code: "SCHEMA_TYPE", pointer: `${pointer}/type`, message });
    return undefined;
  }
  return { name: found, nullable: names.length > 1 };
}
