import * as v from "valibot";
import { expect, it } from "vitest";

import { mapOf, option, patternOption, strictMap, texts, wholeNumberFrom } from "../options.ts";
import { parseSettings } from "./problems.ts";
import { parseYaml } from "./yaml-file.ts";

const schema = strictMap({
  name: v.string(),
  limit: option(wholeNumberFrom(2), { default: 3, description: "l" }),
  share: v.optional(v.pipe(v.number(), v.finite(), v.maxValue(100))),
  isOn: v.optional(v.boolean()),
  words: v.optional(texts),
  patterns: v.optional(mapOf(patternOption)),
  kind: v.optional(v.union([v.picklist(["a", "b"]), strictMap({ kind: v.string(), inner: v.string() })])),
});

function problems(text: string): readonly string[] {
  const yaml = parseYaml("f", text);
  if (!("value" in yaml)) throw new Error("the test's YAML is broken");
  try {
    parseSettings(yaml, schema, "GATE_CONFIG_INVALID");
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
  }
  return [];
}

it.each([
  ["[]", "f:1 the file: expected a map, found a list"],
  ["word", 'f:1 the file: expected a map, found "word"'],
  ["limit: 2", "f:1 name: is missing"],
  ["name:", "f:1 name: expected a text, found nothing"],
  ["name: 3", "f:1 name: expected a text, found 3"],
  ["name: n\nlimit: 1", "f:2 limit: expected at least 2, found 1"],
  ["name: n\nlimit: 2.5", "f:2 limit: expected a whole number, found 2.5"],
  ["name: n\nlimit: x", 'f:2 limit: expected a number, found "x"'],
  ["name: n\nshare: 101", "f:2 share: expected at most 100, found 101"],
  ["name: n\nshare: -.inf", "f:2 share: expected a finite number, found -Infinity"],
  ["name: n\nisOn: 1", "f:2 isOn: expected true or false, found 1"],
  ["name: n\nwords: {}", "f:2 words: expected a list, found a map"],
  ["name: n\nwords: [a, '']", "f:2 words[1]: must not be empty"],
  ["name: n\npatterns: []", "f:2 patterns: expected a map, found a list"],
  ["name: n\npatterns: { p: ( }", "f:2 patterns.p: is not a regular expression"],
  ["name: n\nkind: c", 'f:2 kind: expected "a", "b" or a map, found "c"'],
  ["name: n\nkind: []", 'f:2 kind: expected "a", "b" or a map, found a list'],
  ["name: n\nkind: { kind: k }", "f:2 kind.inner: is missing"],
])("%j is refused in words for the user", (text, expected) => {
  expect(problems(text)).toEqual([expected]);
});

it("says where a key belongs that stands one level too high", () => {
  expect(problems("name: n\ninner: i\n")).toEqual(["f:2 inner is not known. It belongs under kind."]);
});

it("names every unknown key beside what is wrong with the others, with the nearest known key of its place", () => {
  expect(problems("nam: n\nlimt: 1\nxyz: 1\nkind:\n  knd: k\n  iner: i\n  limit: 1\n")).toEqual([
    "f:1 name: is missing",
    "f:1 nam is not known. Did you mean name?",
    "f:2 limt is not known. Did you mean limit?",
    "f:3 xyz is not known.",
    "f:4 kind.kind: is missing",
    "f:4 kind.inner: is missing",
    "f:5 kind.knd is not known. Did you mean kind?",
    "f:6 kind.iner is not known. Did you mean inner?",
    "f:7 kind.limit is not known.",
  ]);
});
