import { describe, expect, it } from "vitest";
import { readSchema } from "./read-schema.ts";
import { testSchema } from "./testing/test-feed.ts";

/** The reading of a schema with one field. */
function readOne(property: unknown) {
  return readSchema(testSchema({ a_field: property }));
}

function described(keywords: object): object {
  return { description: "A field.", ...keywords };
}

describe("readSchema", () => {
  it.each([
    [{ type: "string" }, { type: "string", nullable: false, required: true }],
    [{ type: ["string", "null"] }, { type: "string", nullable: true }],
    [{ type: "string", format: "date" }, { type: "date" }],
    [{ type: "string", format: "date-time" }, { type: "timestamp" }],
    [{ type: "string", enum: ["a", "b"] }, { allowedValues: ["a", "b"] }],
    [{ type: ["string", "null"], enum: ["a", null] }, { allowedValues: ["a"] }],
    [{ type: "boolean" }, { type: "boolean" }],
    [
      { type: "integer", minimum: 0, maximum: 2147483647 },
      { type: "int32", minimum: 0 },
    ],
    [{ type: "integer", minimum: 0, maximum: 2147483648 }, { type: "int64" }],
    [{ type: "integer", "x-int64": true }, { type: "int64" }],
    [{ type: "number" }, { type: "double" }],
    [
      { type: "number", "x-precision": 12, "x-scale": 2 },
      { type: "decimal", precision: 12, scale: 2 },
    ],
    [
      { type: "array", items: { type: "boolean" } },
      { type: "array", items: { name: "item", type: "boolean" } },
    ],
    [
      { type: "object", properties: { b: { type: "boolean", description: "B." } } },
      { type: "object", fields: [{ name: "b", required: false }] },
    ],
  ])("reads %j", (keywords, expected) => {
    const { fields, problems } = readOne(described(keywords));
    expect(problems).toEqual([]);
    expect(fields[0]).toMatchObject(expected);
  });

  it.each([
    ["SCHEMA_UNION", "/type", { type: ["string", "integer"] }],
    ["SCHEMA_UNION", "/type", { type: ["string", "integer", "null"] }],
    ["SCHEMA_TYPE", "/type", { type: "null" }],
    ["SCHEMA_TYPE", "/type", {}],
    ["SCHEMA_TYPE", "/type", { type: "text" }],
    ["SCHEMA_INTEGER_UNBOUNDED", "", { type: "integer" }],
    ["SCHEMA_INTEGER_UNBOUNDED", "", { type: "integer", minimum: 0 }],
    ["SCHEMA_KEYWORD_VALUE", "/maximum", { type: "integer", minimum: 0, maximum: 2 ** 60 }],
    ["SCHEMA_KEYWORD_VALUE", "/minimum", { type: "number", minimum: 2, maximum: 1 }],
    ["SCHEMA_KEYWORD_VALUE", "/x-int64", { type: "integer", minimum: 0, maximum: 1, "x-int64": "yes" }],
    ["SCHEMA_DECIMAL", "", { type: "number", "x-scale": 2 }],
    ["SCHEMA_DECIMAL", "", { type: "number", "x-precision": 2, "x-scale": 3 }],
    ["SCHEMA_DECIMAL", "", { type: "number", "x-precision": 16, "x-scale": 2 }],
    ["SCHEMA_ENUM", "/enum", { type: "string", enum: [] }],
    ["SCHEMA_ENUM", "/enum", { type: "string", enum: ["a", "a"] }],
    ["SCHEMA_ENUM", "/enum", { type: "string", enum: ["a", 1] }],
    ["SCHEMA_ENUM", "/enum", { type: "string", enum: ["a", null] }],
    ["SCHEMA_ENUM", "/enum", { type: ["string", "null"], enum: ["a"] }],
    ["SCHEMA_KEYWORD", "/enum", { type: "number", enum: [1] }],
    ["SCHEMA_KEYWORD_VALUE", "/format", { type: "string", format: "email" }],
    ["SCHEMA_KEYWORD_VALUE", "/pattern", { type: "string", pattern: "(" }],
    ["SCHEMA_KEYWORD", "/oneOf", { type: "string", oneOf: [] }],
    ["SCHEMA_KEYWORD", "/minLength", { type: "string", minLength: 1 }],
    ["SCHEMA_NO_PROPERTIES", "/properties", { type: "object" }],
    ["SCHEMA_NOT_AN_OBJECT", "/items", { type: "array" }],
    ["SCHEMA_UNION", "/items/type", { type: "array", items: { type: ["string", "boolean"] } }],
  ])("refuses with %s at …%s: %j", (code, pointer, keywords) => {
    const { problems } = readOne(described(keywords));
    expect(problems).toEqual([expect.objectContaining({ code, pointer: `/properties/a_field${pointer}` })]);
  });

  it("refuses a field without a description", () => {
    expect(readOne({ type: "string" }).problems).toEqual([
      expect.objectContaining({ code: "SCHEMA_DESCRIPTION", pointer: "/properties/a_field/description" }),
    ]);
  });

  it("escapes a field's name in the pointer", () => {
    const { problems } = readSchema(testSchema({ "a/b~c": described({ type: "string" }) }));
    expect(problems).toEqual([
      expect.objectContaining({ code: "SCHEMA_FIELD_NAME", pointer: "/properties/a~1b~0c" }),
    ]);
  });

  it("refuses a required field that is not there", () => {
    const { problems } = readSchema(testSchema({ a: described({ type: "string" }) }, ["a", "b"]));
    expect(problems).toEqual([expect.objectContaining({ code: "SCHEMA_REQUIRED", pointer: "/required/1" })]);
  });

  it("refuses another dialect and keywords that close the event", () => {
    const schema = {
      ...testSchema({ a: described({ type: "string" }) }),
      $schema: "draft-07",
      additionalProperties: false,
    };
    expect(readSchema(schema).problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["SCHEMA_DIALECT", "/$schema"],
      ["SCHEMA_KEYWORD", "/additionalProperties"],
    ]);
  });

  it("reports every problem of a schema, not only the first", () => {
    const { problems } = readSchema(testSchema({ a: described({ type: "integer" }), b: { type: "string" } }));
    expect(problems).toHaveLength(2);
  });
});
