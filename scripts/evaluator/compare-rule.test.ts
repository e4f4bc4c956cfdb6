import { describe, expect, it } from "vitest";

import { compareRule, ruleTables, type GateFinding, type RuleTable } from "./compare-rule.ts";

const finding = (id: string, ...related: string[]): GateFinding => ({
  rule: "r",
  unique_id: id,
  resource_type: "model",
  name: "n",
  message: "shop has 38.89 % of its models tested, and 100 % is the target",
  related,
});
const table = (rule: string): RuleTable => {
  const found = ruleTables[rule];
  if (found === undefined) throw new Error(`no table for ${rule}`);
  return found;
};

describe("compareRule", () => {
  it("tells what both found from what only one of them did", () => {
    const rows = [{ resource_name: "orders" }, { resource_name: "lines.v2" }];
    const findings = [finding("model.shop.lines.v2"), finding("model.shop.extra")];
    expect(compareRule(table("undocumented-models"), rows, findings)).toEqual({
      same: ["lines.v2"],
      onlyEvaluator: ["orders"],
      onlyGate: ["extra"],
    });
  });

  it("compares pairs whether the evaluator has a row or a list for them", () => {
    const findings = [finding("source.shop.pos.tills", "model.shop.a", "model.shop.b")];
    const rows = [{ parent: "pos.tills", model_children: "a, b" }];
    expect(compareRule(table("source-fanout"), rows, findings)).toMatchObject({
      same: ["pos.tills: a", "pos.tills: b"],
      onlyEvaluator: [],
      onlyGate: [],
    });
    const test = finding("test.shop.unique_orders_id.1a2b", "model.shop.orders");
    const testRows = [{ test_name: "unique_orders_id", model_name: "orders" }];
    expect(compareRule(table("test-directories"), testRows, [test]).same).toEqual([
      "unique_orders_id: orders",
    ]);
  });

  it("compares groups of sources as a whole, and sources without their tables", () => {
    const group = finding("source.shop.pos.b", "source.shop.pos.a");
    const rows = [{ source_names: "pos.a, pos.b" }];
    expect(compareRule(table("duplicate-sources"), rows, [group]).same).toEqual(["pos.a, pos.b"]);
    const source = finding("source.shop.pos.a");
    expect(compareRule(table("undocumented-sources"), [{ source_name: "pos" }], [source]).same).toEqual([
      "pos",
    ]);
  });

  it("takes a share below 100 percent for a violation, and compares the figures", () => {
    const coverage = (share: unknown, ...findings: readonly GateFinding[]) =>
      compareRule(table("test-coverage"), [{ test_coverage_pct: share }], findings);
    expect(coverage("38.890", finding("project.shop")).same).toEqual(["38.89 %"]);
    expect(coverage(40, finding("project.shop"))).toMatchObject({
      onlyEvaluator: ["40 %"],
      onlyGate: ["38.89 %"],
    });
    expect(coverage("100.00").onlyEvaluator).toEqual([]);
  });

  it("knows all 29 rules", () => {
    expect(Object.keys(ruleTables)).toHaveLength(29);
  });
});
