import { describe, expect, it } from "vitest";

import { graphOf, resource } from "../testing/raw-manifest.ts";
import type { Model } from "../types/nodes.ts";
import type { JsonObject } from "../types/resource.ts";
import {
  columnBreaks,
  contractBreaks,
  hasSameContract,
  isContractBrokenByRemoval,
} from "./contract-breaks.ts";

/** A table with an enforced contract, each with a checksum of its own unless it says another. */
function model(fields: JsonObject = {}): Model {
  const raw = resource("model.orders", {
    config: { materialized: "table" },
    contract: { enforced: true, checksum: JSON.stringify(fields) },
    ...fields,
  });
  const [only] = graphOf([raw]).byType("model");
  if (only === undefined) throw new Error("The graph has no model.");
  return only;
}

function columns(types: Readonly<Record<string, string>>, more: JsonObject = {}): JsonObject {
  return {
    columns: Object.fromEntries(
      Object.entries(types).map(([name, type]) => [name, { name, data_type: type, ...more }]),
    ),
  };
}

const off = { contract: { enforced: false } };
const notNull = { constraints: [{ type: "not_null" }] };
const unique = { constraints: [{ type: "unique", name: "one_row", columns: ["id"] }] };
const view = { config: { materialized: "view" } };

describe("what breaks an enforced contract", () => {
  const id = columns({ id: "int" });
  const cases: readonly (readonly [string, JsonObject, JsonObject, readonly string[]])[] = [
    ["a removed column", columns({ id: "int", name: "text" }), id, ["column_removed name"]],
    ["another type", id, columns({ id: "text" }), ["column_retyped id"]],
    ["not another size", columns({ id: "decimal(5, 2)" }), columns({ id: "Decimal (9)" }), []],
    ["not an added column", id, columns({ id: "int", name: "text" }), []],
    ["not another letter case", id, columns({ ID: "int" }), []],
    [
      "another letter case of a quoted column",
      id,
      columns({ ID: "int" }, { quote: true }),
      ["column_removed id"],
    ],
    ["switching it off", id, { ...id, ...off }, ["contract_switched_off"]],
    ["a column's lost constraint", columns({ id: "int" }, notNull), id, ["column_constraint_removed id"]],
    ["not a constraint of a view", { ...view, ...columns({ id: "int" }, notNull) }, { ...view, ...id }, []],
    ["a model's lost constraint", unique, {}, ["model_constraint_removed"]],
    [
      "a constraint that says something else",
      unique,
      { constraints: [{ type: "unique", columns: ["no"] }] },
      ["model_constraint_removed"],
    ],
    [
      "a view in place of a table with constraints",
      unique,
      { ...unique, ...view },
      ["materialization_changed"],
    ],
    ["not a view in place of a table without any", id, { ...id, ...view }, []],
    ["not an incremental table", unique, { ...unique, config: { materialized: "incremental" } }, []],
    ["nothing where none was enforced", { ...off, ...id }, {}, []],
    [
      "nothing with the same checksum",
      id,
      { contract: { enforced: true, checksum: JSON.stringify(id) } },
      [],
    ],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    const breaks = contractBreaks(model(before), model(after), "postgres");
    expect(breaks.map(({ kind, column }) => [kind, column].filter(Boolean).join(" "))).toEqual(expected);
  });

  it("says what there was and what there is", () => {
    const [retyped] = contractBreaks(model(id), model(columns({ id: "text" })));
    expect(retyped).toEqual({
      kind: "column_retyped",
      column: "id",
      from: "int",
      to: "text",
    });
    const [lost] = contractBreaks(model(unique), model(), "duckdb");
    expect(lost).toEqual({
      kind: "model_constraint_removed",
      column: undefined,
      from: "one_row",
      to: undefined,
    });
  });
});

describe("a constraint counts where the warehouse enforces it", () => {
  const cases: readonly (readonly [type: string, adapter: string | undefined, counts: boolean])[] = [
    ["unique", "duckdb", true],
    ["unique", "snowflake", false],
    ["not_null", "snowflake", true],
    ["check", "databricks", true],
    ["not_null", "spark", false],
    ["not_null", "athena", false],
    ["check", "clickhouse", true],
    ["not_null", "clickhouse", false],
    ["primary_key", "fabric", true],
    ["check", "fabric", false],
    ["unique", "greenplum", true],
    ["foreign_key", "unheard_of", true],
    ["unique", undefined, false],
    ["custom", "postgres", false],
  ];
  it.each(cases)("%s on %s: %s", (type, adapter, counts) => {
    const breaks = contractBreaks(model({ constraints: [{ type, columns: ["id"] }] }), model(), adapter);
    expect(breaks.length > 0).toBe(counts);
  });
});

describe("a contract is the same", () => {
  it("if it is not enforced on either side, whatever the columns are", () => {
    expect(hasSameContract(model(off), model({ ...off, ...columns({ id: "int" }) }))).toBe(true);
  });

  it("not if it is enforced on one side only", () => {
    expect(hasSameContract(model(off), model())).toBe(false);
    expect(hasSameContract(model(), model(off))).toBe(false);
  });

  it("by its columns and constraints, where no checksum is written", () => {
    const bare = { contract: { enforced: true } };
    const one = model({ ...bare, ...columns({ id: "int" }) });
    expect(hasSameContract(one, model({ ...bare, ...columns({ id: "int" }) }))).toBe(true);
    expect(hasSameContract(one, model({ ...bare, ...columns({ id: "text" }) }))).toBe(false);
    expect(hasSameContract(model({ ...bare, ...unique }), model(bare))).toBe(false);
  });
});

it("columns are compared without a contract too", () => {
  const breaks = columnBreaks(model({ ...off, ...columns({ id: "int" }) }), model(off));
  expect(breaks.map(({ kind }) => kind)).toEqual(["column_removed"]);
});

describe("a removed model", () => {
  const now = new Date("2026-06-01T00:00:00Z");

  it("is a break if its contract was enforced", () => {
    expect(isContractBrokenByRemoval(model(), now)).toBe(true);
    expect(isContractBrokenByRemoval(model(off), now)).toBe(false);
  });

  it("may go after its deprecation date", () => {
    expect(isContractBrokenByRemoval(model({ deprecation_date: "2026-05-31" }), now)).toBe(false);
    expect(isContractBrokenByRemoval(model({ deprecation_date: "2026-06-30" }), now)).toBe(true);
  });
});
