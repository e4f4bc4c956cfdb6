import { expect, it } from "vitest";

import { fnmatch } from "./fnmatch.ts";

it.each([
  ["orders", "orders", true],
  ["orders", "Orders", false],
  ["orders", "order", false],
  ["orders", "*", true],
  ["", "*", true],
  ["stg_orders", "stg_*", true],
  ["a/b\nc", "a*c", true],
  ["orders", "order?", true],
  ["orders", "orders?", false],
  ["b", "[abc]", true],
  ["d", "[a-c]", false],
  ["d", "[!a-c]", true],
  ["-", "[a-]", true],
  ["]", "[]]", true],
  ["^", "[^]", true],
  ["\\", "[\\]", true],
  ["[x", "[x", true],
  ["[ab", "[a?", true],
  ["a.b", "a.?", true],
  ["axb", "a.?", false],
  // A range that runs backwards has no members.
  ["b", "[z-a]", false],
  ["b", "[!z-a]", true],
  ["b", "[z-ab]", true],
])("%j matches %j: %s, as in Python", (text, pattern, expected) => {
  expect(fnmatch(text, pattern)).toBe(expected);
});
