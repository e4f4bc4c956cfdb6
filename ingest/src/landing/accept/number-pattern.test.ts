import { assert, constantFrom, double, integer, maxSafeInteger, oneof, option, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { numberPattern, wholeNumberPattern } from "./number-pattern.ts";

const matches = (pattern: string, text: string): boolean => new RegExp(`^${pattern}$`).test(text);

describe("wholeNumberPattern", () => {
  it("matches the numbers up to the greatest, and no other", () => {
    assert(
      property(integer({ min: 0, max: 12_000 }), integer({ min: 0, max: 13_000 }), (most, number) => {
        expect(matches(wholeNumberPattern(most), String(number))).toBe(number <= most);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["", "00", "01", "1.0", "-1", "1e1"])("does not match %j", (text) => {
    expect(matches(wholeNumberPattern(99), text)).toBe(false);
  });
});

describe("numberPattern", () => {
  const bound = option(
    oneof(integer({ min: -1200, max: 1200 }), double({ min: -20, max: 20, noNaN: true })),
    {
      nil: undefined,
    },
  );
  const digits = constantFrom(undefined, ...[0, 1, 2].map((fraction) => ({ whole: 2 - fraction, fraction })));
  const number = oneof(
    integer({ min: -1300, max: 1300 }),
    maxSafeInteger(),
    double({ min: -25, max: 25, noNaN: true }).map((value) => Number(value.toFixed(2))),
  );

  it("matches no number that breaks a rule", () => {
    assert(
      property(bound, bound, digits, number, (minimum, maximum, decimal, value) => {
        const rules = { minimum: minimum ?? -Infinity, maximum: maximum ?? Infinity, digits: decimal };
        const text = String(value);
        const isMatch = matches(numberPattern({ ...rules, isInteger: false }), text);
        const [whole = "", fraction = ""] = text.replace("-", "").split(".");
        if (isMatch) {
          expect(value).toBeGreaterThanOrEqual(rules.minimum);
          expect(value).toBeLessThanOrEqual(rules.maximum);
          expect(fraction.length).toBeLessThanOrEqual(decimal?.fraction ?? Infinity);
          expect(whole === "0" ? 0 : whole.length).toBeLessThanOrEqual(decimal?.whole ?? Infinity);
        }
        if (matches(numberPattern({ ...rules, isInteger: true }), text)) {
          expect(Number.isInteger(value)).toBe(true);
          expect(value >= rules.minimum && value <= rules.maximum).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("matches every integer between integer bounds", () => {
    const integers = integer({ min: -1200, max: 1200 });
    assert(
      property(integers, integers, integers, (minimum, maximum, value) => {
        const pattern = numberPattern({ isInteger: true, minimum, maximum, digits: undefined });
        expect(matches(pattern, String(value))).toBe(value >= minimum && value <= maximum);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [{ isInteger: false, minimum: -90, maximum: 90, digits: undefined }, ["0", "-0.5", "89.99", "-90", "90"]],
    [
      { isInteger: false, minimum: 0.01, maximum: 99.99, digits: { whole: 2, fraction: 2 } },
      ["0.01", "0.5", "12", "97.75", "99"],
    ],
    [{ isInteger: false, minimum: -Infinity, maximum: Infinity, digits: undefined }, ["-12345.678", "0.001"]],
    [{ isInteger: false, minimum: 0, maximum: 1, digits: { whole: 0, fraction: 2 } }, ["0", "0.99"]],
    [{ isInteger: true, minimum: 0, maximum: Infinity, digits: undefined }, ["0", "7", "999999999999999999"]],
  ])("matches what is usual within %o", (rules, texts) => {
    expect(texts.filter((text) => !matches(numberPattern(rules), text))).toEqual([]);
  });

  it.each(["1e2", "+1", ".5", "1.", "--1", "0x1", "01"])(
    "does not match %j, of which the judge knows more",
    (text) => {
      const rules = { isInteger: false, minimum: -Infinity, maximum: Infinity, digits: undefined };
      expect(matches(numberPattern(rules), text)).toBe(false);
    },
  );
});
