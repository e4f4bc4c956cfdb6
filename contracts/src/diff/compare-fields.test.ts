import { describe, expect, it } from "vitest";
import { readSchema } from "../read-schema.ts";
import { testSchema } from "../testing/test-feed.ts";
import { compareFields } from "./compare-fields.ts";

/** "level CODE subject" of each change between two versions of an object's properties. */
function changes(before: object, after: object, required: readonly string[][] = [[], []]): readonly string[] {
  const [first, second] = [before, after].map((properties, index) => {
    const described = Object.fromEntries(
      Object.entries(properties).map(([name, keywords]) => [name, { description: "A field.", ...keywords }]),
    );
    const { fields, problems } = readSchema(testSchema(described, required[index]));
    expect(problems).toEqual([]);
    return fields;
  });
  return compareFields(first ?? [], second ?? [], "stream").map(
    ({ level, code, subject }) => `${level} ${code} ${subject}`,
  );
}

const text = { type: "string" };
const int32 = { type: "integer", minimum: 0, maximum: 100 };
const int64 = { type: "integer", "x-int64": true };
const double = { type: "number" };

function decimal(precision: number, scale: number): object {
  return { type: "number", "x-precision": precision, "x-scale": scale };
}

describe("compareFields", () => {
  it("finds nothing between equal versions, whatever their descriptions", () => {
    expect(changes({ a: int32 }, { a: { ...int32, description: "Other words." } })).toEqual([]);
  });

  it.each([
    ["a field goes", { a: text, b: text }, { a: text }, ["breaking FIELD_REMOVED b"]],
    ["an optional field comes", { a: text }, { a: text, b: text }, ["compatible FIELD_ADDED b"]],
    ["null is allowed", { a: text }, { a: { type: ["string", "null"] } }, ["compatible NULL_ALLOWED a"]],
    ["null is refused", { a: { type: ["string", "null"] } }, { a: text }, ["breaking NULL_REFUSED a"]],
    ["text becomes a number", { a: text }, { a: double }, ["breaking TYPE_CHANGED a"]],
    ["text becomes a day", { a: text }, { a: { ...text, format: "date" } }, ["breaking TYPE_CHANGED a"]],
    ["a day becomes text", { a: { ...text, format: "date" } }, { a: text }, ["breaking TYPE_CHANGED a"]],
    [
      "bounds fall away",
      { a: int32 },
      { a: int64 },
      ["compatible TYPE_WIDENED a", "compatible BOUNDS_WIDENED a"],
    ],
    ["bounds come", { a: int64 }, { a: int32 }, ["breaking TYPE_CHANGED a", "breaking BOUNDS_NARROWED a"]],
    [
      "an integer becomes a double",
      { a: int32 },
      { a: { ...double, minimum: 0, maximum: 100 } },
      ["compatible TYPE_WIDENED a"],
    ],
    ["a long becomes a double", { a: int64 }, { a: double }, ["breaking TYPE_CHANGED a"]],
    ["a double becomes an integer", { a: double }, { a: int64 }, ["breaking TYPE_CHANGED a"]],
    [
      "a decimal grows on both sides",
      { a: decimal(8, 2) },
      { a: decimal(12, 4) },
      ["compatible TYPE_WIDENED a"],
    ],
    ["a decimal's point moves", { a: decimal(8, 2) }, { a: decimal(8, 4) }, ["breaking TYPE_CHANGED a"]],
    ["a decimal becomes a double", { a: decimal(8, 2) }, { a: double }, ["breaking TYPE_CHANGED a"]],
    ["a maximum falls", { a: int32 }, { a: { ...int32, maximum: 99 } }, ["breaking BOUNDS_NARROWED a"]],
    ["a minimum falls", { a: int32 }, { a: { ...int32, minimum: -1 } }, ["compatible BOUNDS_WIDENED a"]],
    [
      "both bounds move up",
      { a: int32 },
      { a: { ...int32, minimum: 1, maximum: 200 } },
      ["breaking BOUNDS_NARROWED a"],
    ],
    [
      "a value comes",
      { a: { ...text, enum: ["x"] } },
      { a: { ...text, enum: ["y", "x"] } },
      ["compatible VALUES_WIDENED a"],
    ],
    [
      "a value is replaced",
      { a: { ...text, enum: ["x", "y"] } },
      { a: { ...text, enum: ["x", "z"] } },
      ["breaking VALUES_NARROWED a", "compatible VALUES_WIDENED a"],
    ],
    ["values are limited", { a: text }, { a: { ...text, enum: ["x"] } }, ["breaking VALUES_NARROWED a"]],
    ["any value is allowed", { a: { ...text, enum: ["x"] } }, { a: text }, ["compatible VALUES_WIDENED a"]],
    ["a pattern comes", { a: text }, { a: { ...text, pattern: "x" } }, ["breaking PATTERN_CHANGED a"]],
    [
      "a pattern changes",
      { a: { ...text, pattern: "x" } },
      { a: { ...text, pattern: "y" } },
      ["breaking PATTERN_CHANGED a"],
    ],
    ["a pattern goes", { a: { ...text, pattern: "x" } }, { a: text }, ["compatible PATTERN_REMOVED a"]],
    [
      "the publisher renames a column",
      { a: { ...text, "x-source-column": "A" } },
      { a: { ...text, "x-source-column": "AA" } },
      ["compatible SOURCE_COLUMN_CHANGED a"],
    ],
  ])("when %s", (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  it("tells a field that becomes required from one that becomes optional", () => {
    expect(changes({ a: text }, { a: text }, [[], ["a"]])).toEqual(["breaking FIELD_REQUIRED a"]);
    expect(changes({ a: text }, { a: text }, [["a"], []])).toEqual(["compatible FIELD_OPTIONAL a"]);
  });

  it("takes a new required field of a stream as breaking", () => {
    expect(changes({ a: text }, { a: text, b: text }, [["a"], ["a", "b"]])).toEqual([
      "breaking FIELD_ADDED b",
    ]);
  });

  it("takes a new nullable column of a batch dataset as compatible, although all columns are required", () => {
    const column = { nullable: true, required: true, description: "", type: "string" } as const;
    const found = compareFields(
      [],
      [
        { ...column, name: "a" },
        { ...column, name: "b", nullable: false },
      ],
      "batch",
    );
    expect(found.map(({ level }) => level)).toEqual(["compatible", "breaking"]);
  });

  it("looks into objects and the elements of arrays", () => {
    const box = (inner: object) => ({
      list: { type: "array", items: { type: "object", properties: { a: { description: "A.", ...inner } } } },
    });
    expect(changes(box(text), box(double))).toEqual(["breaking TYPE_CHANGED list[].a"]);
    expect(changes(box(text), { list: text })).toEqual(["breaking TYPE_CHANGED list"]);
  });
});
