import { assert, constantFrom, oneof, property, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";

import { anyTextPattern, enumPattern, matchingTextPattern } from "./text-pattern.ts";

/** Patterns of the kinds that contracts have, and some that try to look beyond the text. */
const patterns = [
  String.raw`\S`,
  "^[A-Z]{2}$",
  "^/",
  String.raw`^[^@\s]+@[^@\s]+$`,
  String.raw`^[0-9]{1,3}(\.[0-9]{1,3}){3}$`,
  "^(?:a|bc)*?$",
  "^a|b$",
  ".",
  ".{3,}",
  "^(?!a).*$",
  String.raw`^\D+$`,
  String.raw`[^a-z]\W?$`,
  "^[^,]*$",
  "a(?=b)",
  "^$",
  "",
];

const usual = stringMatching(/^[ !#-[\]-~]{0,12}$/);
const near = stringMatching(/^[abAZ@/. 0-9,-]{0,6}$/);

describe("matchingTextPattern", () => {
  it("finds in a string of JSON what the pattern finds in its text", () => {
    assert(
      property(constantFrom(...patterns), oneof(usual, near), near, (pattern, text, behind) => {
        const source = matchingTextPattern(pattern) ?? expect.unreachable(pattern);
        const json = `"${text}","${behind}"`;
        expect(new RegExp(`^${source},"`).test(json)).toBe(new RegExp(pattern, "u").test(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ["a text with an escape", String.raw`"a\nb"`],
    ["a character above ASCII", Buffer.from('"ä"').toString("latin1")],
    ["a control character", '"\t"'],
    ["a text without end", '"a'],
  ])("leaves %s to the judge", (_, json) => {
    expect(new RegExp(`^${matchingTextPattern("")}$`).test(json)).toBe(false);
  });

  it.each([
    String.raw`\p{L}`,
    String.raw`\u0041`,
    String.raw`(a)\1`,
    "(?<name>a)",
    "(?<=a)b",
    String.raw`[\x41]`,
    '"',
    "ä",
  ])("does not know the parts of %s", (pattern) => {
    expect(matchingTextPattern(pattern)).toBeUndefined();
  });
});

describe("anyTextPattern", () => {
  const matches = (json: string): boolean =>
    new RegExp(`^${anyTextPattern}$`).test(Buffer.from(json).toString("latin1"));

  it.each(['""', '"a b"', '"größe 😀"', String.raw`"a\"\\\/\b\f\n\r\tz"`])("matches %s", (json) => {
    expect(matches(json)).toBe(true);
  });

  it.each([
    '"',
    '"a',
    '"a"b"',
    '"\n"',
    String.raw`"\u0041"`,
    String.raw`"\ud800"`,
    String.raw`"\x"`,
    String.raw`"\"`,
  ])("does not match %j", (json) => {
    expect(matches(json)).toBe(false);
  });
});

describe("enumPattern", () => {
  it("matches the texts, whatever characters they have, and no other", () => {
    const texts = ["a.b", "a|b", '"', "größe", ""];
    const pattern = new RegExp(`^${enumPattern(texts)}$`);
    const matches = (text: string): boolean =>
      pattern.test(Buffer.from(JSON.stringify(text)).toString("latin1"));
    expect(texts.every(matches)).toBe(true);
    expect(["a_b", "a", "b", "grösse", "a.bb"].some(matches)).toBe(false);
  });
});
