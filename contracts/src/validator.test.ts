import { describe, expect, it } from "vitest";
import { testStream } from "./testing/test-feed.ts";
import { compileValidator, unknownFields } from "./validator.ts";

const event = { reading_id: "r1", read_at: "2024-02-29T12:00:00Z" };

/** What is wrong with a value of the field `value` that has these keywords. */
function violationsOf(keywords: object, value: unknown) {
  const feed = testStream({ value: { description: "A value.", ...keywords } });
  return compileValidator(feed)({ ...event, value });
}

describe("compileValidator", () => {
  it("says nothing about an event that keeps its contract", () => {
    expect(compileValidator(testStream())(event)).toEqual([]);
  });

  it("names the field of 1.7 where an integer belongs", () => {
    const integer = { type: "integer", minimum: 0, maximum: 10 };
    expect(violationsOf(integer, 1.7)).toEqual([
      { field: "value", rule: "type", message: "expected integer, found 1.7" },
    ]);
    expect(violationsOf(integer, 1)).toEqual([]);
    expect(violationsOf(integer, "1")).toHaveLength(1);
  });

  it.each([
    ["2024-02-29", true],
    ["2000-02-29", true],
    ["1900-02-29", false],
    ["2023-02-29", false],
    ["2024-02-30", false],
    ["2024-04-31", false],
    ["2024-13-01", false],
    ["2024-00-10", false],
    ["0000-01-01", false],
    ["0001-01-01", true],
    ["2024-2-9", false],
    ["2024-02-29 ", false],
    ["20240229", false],
  ])("knows whether %s is a date: %s", (text, isDate) => {
    expect(violationsOf({ type: "string", format: "date" }, text)).toHaveLength(isDate ? 0 : 1);
  });

  it("agrees with the calendar on every day of 400 years", () => {
    const validate = compileValidator(
      testStream({ value: { type: "string", format: "date", description: "A day." } }),
    );
    const isDate = (text: string): boolean => validate({ ...event, value: text }).length === 0;
    const wrong: string[] = [];
    for (let year = 1800; year < 2200; year++) {
      for (const month of ["02", "04", "12"]) {
        const lastDay = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
        const valid = isDate(`${year}-${month}-${lastDay}`) && !isDate(`${year}-${month}-${lastDay + 1}`);
        if (!valid) {
          wrong.push(`${year}-${month}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ["2024-02-29T23:59:59Z", true],
    ["2024-02-29T23:59:59.123456+05:30", true],
    ["2024-02-29T23:59:59.1234567Z", false],
    ["2024-02-29T23:59:60Z", false],
    ["2024-02-29T24:00:00Z", false],
    ["2024-02-29T12:00:00", false],
    ["2024-02-29 12:00:00Z", false],
    ["2024-02-29t12:00:00z", false],
    ["2023-02-29T12:00:00Z", false],
    ["2024-02-29T12:00:00+24:00", false],
  ])("knows whether %s is a timestamp: %s", (text, isTimestamp) => {
    expect(violationsOf({ type: "string", format: "date-time" }, text)).toHaveLength(isTimestamp ? 0 : 1);
  });

  it.each([
    [1.25, true],
    [-9_999_999_999.99, true],
    [0.1, true],
    [1.255, false],
    [10_000_000_000, false],
    [1e-9, false],
  ])("knows whether %s is a decimal(12, 2): %s", (value, fits) => {
    const found = violationsOf({ type: "number", "x-precision": 12, "x-scale": 2 }, value);
    expect(found.map(({ rule }) => rule)).toEqual(fits ? [] : ["scale"]);
  });

  it("refuses what lies outside 64 bits", () => {
    const rules = [2 ** 63, -(2 ** 64), 1e300].map((value) =>
      violationsOf({ type: "integer", "x-int64": true }, value),
    );
    expect(rules.flat().map(({ rule }) => rule)).toEqual(["int64", "int64", "int64"]);
    expect(violationsOf({ type: "integer", "x-int64": true }, -(2 ** 63))).toEqual([]);
  });

  it("names nested fields by their path", () => {
    const items = {
      type: "array",
      items: {
        type: "object",
        properties: { price: { type: "number", description: "P." } },
        required: ["price"],
      },
    };
    const found = violationsOf(items, [{ price: 1 }, { price: "2" }, {}]);
    expect(found.map(({ field, rule }) => [field, rule])).toEqual([
      ["value.1.price", "type"],
      ["value.2.price", "required"],
    ]);
  });

  it("never repeats personal data, nor what lies inside of it", () => {
    const person = {
      type: "object",
      description: "Who.",
      properties: { email: { type: "string", pattern: "@", description: "E-mail." } },
    };
    for (const pii of ["person", "person.email"]) {
      const validate = compileValidator(testStream({ person }, { pii: [pii] }));
      const [violation] = validate({ ...event, person: { email: "jane doe" } });
      expect(violation?.field).toBe("person.email");
      expect(violation?.message).not.toContain("jane");
    }
  });

  it("cuts long values short", () => {
    const [violation] = violationsOf({ type: "boolean" }, "x".repeat(10_000));
    expect(violation?.message.length).toBeLessThan(120);
  });
});

describe("unknownFields", () => {
  it("lists the fields that the contract does not know, which pass", () => {
    const feed = testStream();
    const value = { ...event, extra: 1 };
    expect(compileValidator(feed)(value)).toEqual([]);
    expect(unknownFields(feed, value)).toEqual(["extra"]);
    expect(unknownFields(feed, [1])).toEqual([]);
  });
});
