import { join } from "node:path";

import { buildProjectGraph, readManifest } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule } from "../testing/check-rule.ts";
import { rules } from "./index.ts";

/** A project that dbt parsed, in which each rule is broken on purpose beside what keeps it; see its dbt_project.yml. */
const folder = join(import.meta.dirname, "../../fixtures/evaluator-project");
const manifest = readManifest(join(folder, "artifacts/manifest.json"));
const project = {
  graph: buildProjectGraph(manifest),
  manifest,
  catalog: undefined,
  runResults: undefined,
  sources: undefined,
};

/** The rules that dbt-project-evaluator has, and everything that each must find: "subject: related, related". */
const expected: Readonly<Record<string, readonly string[]>> = {
  "direct-join-to-source": ["model.rpt_refund_rate: model.stg_pos_copy__orders_again, source.pos.refunds"],
  "duplicate-sources": ["source.pos.orders: source.pos_copy.orders_again"],
  "hard-coded-references": ["model.rpt_budget"],
  "model-fanout": [
    "model.dim_products: model.rpt_bread_sales, model.rpt_cake_sales, model.rpt_pastry_sales, model.stg_pos__top_products",
  ],
  "multiple-sources-joined": ["model.stg_pos__shift_breaks: source.pos.breaks, source.pos.shifts"],
  "rejoining-of-upstream-concepts": [
    "model.int_order_lines__cleaned: model.int_order_lines__totalled, model.stg_pos__order_lines",
  ],
  "root-models": ["model.rpt_calendar"],
  "source-fanout": ["source.pos.tills: model.stg_pos__till_totals, model.stg_pos__tills"],
  "staging-dependent-on-staging": ["model.stg_pos__late_orders: model.stg_pos__orders"],
  "staging-dependent-on-marts-or-intermediate": ["model.stg_pos__top_products: model.dim_products"],
  "marts-or-intermediate-dependent-on-source": ["model.fct_deliveries: source.pos.deliveries"],
  "too-many-joins": [
    "model.fct_days: model.dim_stores, model.fct_deliveries, model.fct_orders, model.stg_pos__shift_breaks, model.stg_pos__till_totals, model.stg_pos__tills, model.stg_weather__days",
  ],
  "unused-sources": ["source.pos.vouchers"],
  "documentation-coverage": ["project"],
  "undocumented-models": ["model.stg_pos__till_totals"],
  "undocumented-source-tables": ["source.pos.receipts"],
  "undocumented-sources": ["source.ledger.entries"],
  "exposures-dependent-on-private-models": [
    "exposure.menu_screen: model.dim_menu",
    "exposure.menu_screen: source.pos.products",
  ],
  "public-models-without-contract": ["model.fct_orders"],
  "undocumented-public-models": ["model.fct_orders"],
  "chained-views-dependencies": ["model.dim_seasonal_menu: model.stg_pos__products"],
  "exposure-parents-materializations": [
    "exposure.menu_screen: model.dim_menu",
    "exposure.menu_screen: source.pos.products",
  ],
  "model-directories": ["model.dim_stores", "model.stg_ledger__entries"],
  "source-directories": ["source.weather.days"],
  "test-directories": [
    "test.not_null_fct_deliveries_id: model.fct_deliveries",
    "test.unique_fct_deliveries_id: model.fct_deliveries",
  ],
  "model-naming-conventions": ["model.orders_by_week"],
  "missing-primary-key-tests": ["model.stg_ledger__entries", "model.stg_pos__till_totals"],
  "sources-without-freshness": ["source.ledger.entries"],
  "test-coverage": ["project"],
};

/** "model.orders" for "model.bakery.orders", "test.unique_orders_id" for "test.bakery.unique_orders_id.1a2b3c". */
function short(id: string): string {
  const [type, , ...rest] = id.split(".");
  return [type, ...(type === "test" ? rest.slice(0, 1) : rest)].join(".");
}

describe("the rules of dbt-project-evaluator on a project that breaks each of them", () => {
  it.each(Object.entries(expected))("%s finds exactly what was planted", (id, planted) => {
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const found = checkRule(rule, project).map(({ subject, related = [] }) =>
      [short(subject.uniqueId), related.map(short).join(", ")].filter(Boolean).join(": "),
    );
    expect(found.toSorted()).toEqual(planted);
  });

  it("are 29", () => {
    expect(Object.keys(expected)).toHaveLength(29);
  });
});
