import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, test, unitTest } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { coverageDrop } from "./coverage-drop.ts";

const covered = [
  model("orders", { description: "d" }),
  test("unique", "orders", "id"),
  unitTest("adds", "orders"),
];

function found(after: Parameters<typeof project>[0], options = {}): readonly string[] {
  const base = project([...covered, model("old", { description: "d" })]);
  return checkRule(coverageDrop, project(after), { base, options }).map(({ message }) => message);
}

describe("coverage-drop", () => {
  it("finds each share that is smaller than in the base", () => {
    expect(found([...covered, model("old"), model("new")])).toEqual([
      "has 33.33 % of its models described, and had 100 %",
      "has 33.33 % of its models with data tests, and had 50 %",
      "has 33.33 % of its models with unit tests, and had 50 %",
    ]);
  });

  it("lets equal and larger shares pass", () => {
    expect(found(covered)).toEqual([]);
    expect(found([...covered, model("old", { description: "d" })])).toEqual([]);
  });

  it("has nothing to compare with in a base without models of its own", () => {
    const base = project([model("star", { package: "audit" })]);
    expect(checkRule(coverageDrop, project([model("orders")]), { base })).toEqual([]);
  });

  it("lets a drop within the tolerance pass", () => {
    expect(found([...covered, model("old"), model("new")], { tolerance: 20 })).toHaveLength(1);
  });

  it("finds the smallest drop, and does not count installed packages", () => {
    const described = Array.from({ length: 150 }, (_, at) => model(`m${at}`, { description: "d" }));
    const base = project(described);
    const foreign = model("star", { package: "audit" });
    expect(checkRule(coverageDrop, project([...described, foreign]), { base })).toEqual([]);
    const beside = project([...described, foreign]);
    const [finding] = checkRule(coverageDrop, project([...described, model("new")]), { base: beside });
    expect(finding?.message).toBe("has 99.34 % of its models described, and had 100 %");
  });

  it("finds what no selector names", () => {
    expect(coverageDrop.isSelectable).toBe(false);
  });
});
