import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { slowerNodes } from "./slower-nodes.ts";

const run = (seconds: number, status = "success") => ({ executionTimeSeconds: seconds, status });
const side = (result: ReturnType<typeof run>, name = "orders") =>
  project([model(name)], { runResults: { [name]: result } });
const found = (before: ReturnType<typeof run>, after: ReturnType<typeof run>, options = {}) =>
  foundNames(slowerNodes, side(after), { base: side(before), options });

describe("slower-nodes", () => {
  it("reports a node that is slower by ratio and by seconds", () => {
    expect(checkRule(slowerNodes, side(run(180)), { base: side(run(60)) })).toMatchObject([
      {
        subject: { name: "orders" },
        message: "took 3 min, and 60 s in the base's run, 3.0 times as long as before",
        measure: 180,
        place: { at: "code" },
      },
    ]);
  });

  it("needs both, the ratio and the floor", () => {
    expect(found(run(60), run(90))).toEqual(["orders"]);
    expect(found(run(60), run(89))).toEqual([]);
    expect(found(run(100), run(149))).toEqual([]);
    expect(found(run(100), run(150))).toEqual(["orders"]);
    expect(found(run(1), run(30))).toEqual([]);
    expect(found(run(1), run(31))).toEqual(["orders"]);
    expect(found(run(1), run(3), { floor_seconds: 2 })).toEqual(["orders"]);
    expect(found(run(100), run(140), { ratio: 1.4 })).toEqual(["orders"]);
  });

  it("has no ratio over nothing", () => {
    expect(checkRule(slowerNodes, side(run(60)), { base: side(run(0)) })).toMatchObject([
      { message: "took 60 s, and 0 s in the base's run" },
    ]);
  });

  it("has a ratio over less than a second", () => {
    expect(checkRule(slowerNodes, side(run(60)), { base: side(run(0.5)) })).toMatchObject([
      { message: "took 60 s, and 0.5 s in the base's run, 120.0 times as long as before" },
    ]);
  });

  it("compares only runs that ended well", () => {
    expect(found(run(60, "error"), run(180))).toEqual([]);
    expect(found(run(60), run(180, "error"))).toEqual([]);
    expect(found(run(60, "pass"), run(180, "pass"))).toEqual(["orders"]);
  });

  it("knows a renamed node, and leaves new ones and those that the base did not run alone", () => {
    const renamed = new Map([["model.shop.orders", "model.shop.old_orders"]]);
    const base = side(run(60), "old_orders");
    expect(foundNames(slowerNodes, side(run(180)), { base, renamed })).toEqual(["orders"]);
    expect(foundNames(slowerNodes, side(run(180)), { base })).toEqual([]);
    expect(
      foundNames(slowerNodes, side(run(180)), { base: project([model("orders")], { runResults: {} }) }),
    ).toEqual([]);
    const unknown = { "model.shop.gone": run(180) };
    const head = project([model("orders")], { runResults: unknown });
    expect(foundNames(slowerNodes, head, { base: side(run(60)) })).toEqual([]);
  });
});
