import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, test, unitTest } from "../../testing/nodes.ts";
import { project, type ProjectSpec } from "../../testing/project.ts";
import { skippedNodes } from "./skipped-nodes.ts";

const onA = test("unique", "a", "id");
const onB = test("unique", "b", "id");
const nodes = [
  model("a"),
  model("b", { parents: ["a"] }),
  model("c", { parents: ["b"] }),
  model("d"),
  onA,
  onB,
  unitTest("adds_up", "b"),
  exposure("board", { parents: ["b"] }),
];
const shop = (runResults: NonNullable<ProjectSpec["runResults"]>) => project(nodes, { runResults });
const skipped = { status: "skipped" } as const;
const error = { status: "error" } as const;

describe("skipped-nodes", () => {
  it("reports what was skipped, why, and what that hides", () => {
    expect(checkRule(skippedNodes, shop({ a: error, b: skipped, c: skipped }))).toMatchObject([
      {
        subject: { name: "b" },
        message: "was skipped, as a failed; 2 tests of it did not run, and old rows are shown by board",
        related: ["model.shop.a"],
        place: { at: "code" },
      },
      { subject: { name: "c" }, message: "was skipped, as a failed", related: ["model.shop.a"] },
    ]);
  });

  it("finds the cause in a failed test of a parent", () => {
    const results = { a: {}, [onA.uniqueId]: { status: "fail" }, b: skipped } as const;
    expect(checkRule(skippedNodes, shop(results))).toMatchObject([
      { subject: { name: "b" }, related: [onA.uniqueId] },
    ]);
  });

  it("finds the cause in a failed unit test of the node itself, which did run", () => {
    const results = {
      a: {},
      "unit_test.shop.b.adds_up": { status: "fail" },
      b: skipped,
      c: skipped,
    } as const;
    expect(checkRule(skippedNodes, shop(results))).toMatchObject([
      {
        message: "was skipped, as adds_up failed; 1 test of it did not run, and old rows are shown by board",
        related: ["unit_test.shop.b.adds_up"],
      },
      { subject: { name: "c" }, message: "was skipped, as adds_up failed" },
    ]);
  });

  it("names several causes in order, and counts one test", () => {
    const nodes = [
      model("z"),
      model("y"),
      model("below", { parents: ["z", "y"] }),
      test("unique", "below", "id"),
    ];
    const runResults = { z: error, y: error, below: skipped };
    expect(checkRule(skippedNodes, project(nodes, { runResults }))).toMatchObject([
      {
        message: "was skipped, as y and z failed; 1 test of it did not run",
        related: ["model.shop.y", "model.shop.z"],
      },
    ]);
  });

  it("judges nodes that read each other, as in a damaged manifest", () => {
    const circle = [model("a", { parents: ["b"] }), model("b", { parents: ["a"] })];
    const damaged = project(circle, { runResults: { a: skipped, b: skipped } });
    expect(foundNames(skippedNodes, damaged)).toEqual(["a", "b"]);
  });

  it("tells of exposures without tests", () => {
    const nodes = [model("a"), exposure("board", { parents: ["a"] }), exposure("page", { parents: ["a"] })];
    expect(checkRule(skippedNodes, project(nodes, { runResults: { a: skipped } }))).toMatchObject([
      { message: "was skipped; old rows are shown by board and page" },
    ]);
  });

  it("does not look for causes above a node that ran, or in tests that passed or warned", () => {
    const results = { a: error, b: {}, [onB.uniqueId]: { status: "warn" }, c: skipped } as const;
    expect(checkRule(skippedNodes, shop(results))).toMatchObject([
      { subject: { name: "c" }, message: "was skipped", related: [] },
    ]);
  });

  it("reports a skipped test only where its node ran", () => {
    const test = onB.uniqueId;
    expect(foundNames(skippedNodes, shop({ b: {}, [test]: skipped }))).toEqual([onB.name]);
    expect(foundNames(skippedNodes, shop({ b: error, [test]: skipped }))).toEqual([]);
    expect(foundNames(skippedNodes, shop({ b: skipped, [test]: skipped }))).toEqual(["b"]);
    const unit = "unit_test.shop.b.adds_up";
    expect(foundNames(skippedNodes, shop({ b: {}, [unit]: skipped }))).toEqual(["adds_up"]);
    expect(foundNames(skippedNodes, shop({ b: skipped, [unit]: skipped }))).toEqual(["b"]);
  });

  it("leaves everything else alone", () => {
    expect(foundNames(skippedNodes, shop({ a: {}, b: error, [onA.uniqueId]: { status: "fail" } }))).toEqual(
      [],
    );
  });

  it("names a skipped node that the manifest does not have", () => {
    expect(foundNames(skippedNodes, shop({ "model.shop.gone": skipped }))).toEqual(["gone"]);
  });
});
