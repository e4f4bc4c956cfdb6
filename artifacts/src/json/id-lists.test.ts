import { array, assert, constantFrom, dictionary, property, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";

import { isIdLists } from "./id-lists.ts";

const piece = (entries: string): string => `{"(continued)":{${entries}}}`;

describe("isIdLists", () => {
  it.each([
    ['"model.shop.a": []'],
    ['"model.shop.a": ["seed.shop.b"], "model.shop.c": ["model.shop.a", "seed.shop.b"]'],
    ['"a":["b","c"],"d":[]'],
  ])("knows dbt's maps of ids: %s", (entries) => {
    expect(isIdLists(piece(entries))).toBe(true);
  });

  it.each([
    [""],
    ['"a": ["b",]'],
    ['"a": ["b" "c"]'],
    ['"a": ["b"],'],
    ['"a": ["b"] "c": []'],
    ['"a": ["b\n"]'],
    ['"a": ["\\x"]'],
    ['"a": ["b]'],
    ['"a": [1]'],
    ['"a": {"b": []}'],
    ['"a": ["b"]}, "nodes": {"c": []'],
  ])("leaves to JSON.parse what may be something else: %s", (entries) => {
    expect(isIdLists(piece(entries))).toBe(false);
  });

  it("takes nothing for lists of ids that JSON.parse would refuse", () => {
    const tokens = constantFrom(
      '"a"',
      '"b.c"',
      ": ",
      ":",
      ", ",
      ",",
      "[",
      "]",
      "{",
      "}",
      " ",
      "1",
      "\\",
      '"',
    );
    assert(
      property(array(tokens, { maxLength: 12 }), (parts) => {
        const text = piece(parts.join(""));
        if (isIdLists(text)) expect(Object.keys(JSON.parse(text) as object)).toEqual(["(continued)"]);
      }),
      { numRuns: 5_000 },
    );
  });

  it("takes every map of lists without escapes, however it is spaced", () => {
    const id = stringMatching(/^[^"\\\p{C}]{0,9}$/u);
    assert(
      property(dictionary(id, array(id), { minKeys: 1, noNullPrototype: true }), (map) => {
        const compact = JSON.stringify(map);
        expect(isIdLists(`{"(continued)":${compact}}`)).toBe(true);
      }),
    );
  });
});
