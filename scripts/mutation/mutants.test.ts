import { describe, expect, it } from "vitest";

import { mutantsOf } from "./mutants.ts";

const changes = (code: string) => mutantsOf(code).map(({ before, after }) => `${before} -> ${after}`);

describe("mutantsOf", () => {
  it("changes operators, and the limits beside them", () => {
    expect(changes("export const f = (a: number) => a >= 3;")).toEqual([
      "a >= 3 -> a > 3",
      "a >= 3 -> a < 3",
      "3 -> 4",
    ]);
    expect(changes("const g = (a, b) => a && !b;")).toEqual(["a && !b -> a || !b", "!b -> b"]);
  });

  it("settles conditions both ways", () => {
    expect(changes("if (a) f(); const x = b ? c : d;")).toEqual([
      "a -> true",
      "a -> false",
      "b -> true",
      "b -> false",
    ]);
  });

  it("drops filters and swaps some and every", () => {
    expect(changes("a.filter(b).some(c)")).toEqual([
      "a.filter(b).some(c) -> a.filter(b).every(c)",
      "a.filter(b) -> a",
    ]);
  });

  it("changes texts that are compared, and leaves alone what people read", () => {
    expect(changes(`const rule = { id: "x", docs: { what: "y" }, check: (a) => a === "z" };`)).toEqual([
      `a === "z" -> a !== "z"`,
      `"z" -> "z mutated"`,
    ]);
    expect(
      changes(`import { a } from "b"; option(wholeNumberFrom(1), { default: 3, description: "c" })`),
    ).toEqual(["3 -> 4"]);
    expect(changes(`const f = (a) => (a ?? "b") && (a ? "c" : 1);`)).toEqual([
      `(a ?? "b") && (a ? "c" : 1) -> (a ?? "b") || (a ? "c" : 1)`,
      "a -> true",
      "a -> false",
    ]);
    expect(changes(`type Kind = "a" | "b"; interface C { readonly d: "e" }`)).toEqual([]);
  });

  it("gives the whole file with its one change, and the line", () => {
    expect(mutantsOf("const a = 1;\nconst b = true;\n")).toMatchObject([
      { line: 1, code: "const a = 2;\nconst b = true;\n" },
      { line: 2, code: "const a = 1;\nconst b = false;\n" },
    ]);
  });
});
