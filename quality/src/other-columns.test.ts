import { compareState, type ProjectNode } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { createBase, createContext } from "./context.ts";
import { defaultLayers } from "./layers.ts";
import { isRewritten, otherColumns, unchangedColumns } from "./other-columns.ts";
import type { Side } from "./rule.ts";
import { model, seed, snapshot } from "./testing/nodes.ts";
import { macro, project } from "./testing/project.ts";

const passing = "select * from {{ ref('stg') }}";
const listing = "select id from {{ ref('stg') }}";
const catalog = { catalog: { orders: { id: "INT" }, history: { id: "INT" } } };

function compared(before: Side | undefined, after: Side) {
  const base = before && createBase(before, after, compareState(before.graph, after.graph));
  const scope = { includePackages: [], excludePaths: [] };
  return createContext(after, base, {
    layers: defaultLayers,
    scope,
    weakenings: undefined,
    now: new Date(0),
  });
}

/** The ids of a project's nodes that may have other columns than in the base. */
function others(before: Side, after: Side): readonly string[] {
  const { base, graph, manifest } = compared(before, after);
  if (base === undefined) throw new Error("there is no base");
  return [...manifest.nodes.keys()].filter(otherColumns(base, graph));
}

function columnsInBase(
  before: Side | undefined,
  after: Side,
  node: ProjectNode,
): readonly string[] | undefined {
  const columns = unchangedColumns(compared(before, after))(node)?.columns;
  return columns && [...columns.keys()];
}

describe("otherColumns", () => {
  const stg = (sql = "select 1") => model("stg", { sql });
  const orders = (sql: string) => model("orders", { sql, parents: ["stg"] });

  it("tells new and rewritten models, and those that give out all of their columns", () => {
    const base = project([stg(), orders(passing)]);
    expect(others(base, project([stg(), orders(passing)]))).toEqual([]);
    expect(others(base, project([stg("select 2"), orders(passing)]))).toEqual([
      "model.shop.stg",
      "model.shop.orders",
    ]);
    expect(others(project([stg()]), project([stg(), orders(listing)]))).toEqual(["model.shop.orders"]);
  });

  it("leaves alone who lists the columns of a rewritten model", () => {
    const after = project([stg("select 2"), orders(listing)]);
    expect(others(project([stg(), orders(listing)]), after)).toEqual(["model.shop.stg"]);
  });

  it("asks all models that a model reads, and nothing else", () => {
    const codes = (checksum: string) => seed("codes", { checksum });
    const reading = model("orders", { sql: passing, parents: ["lines", "stg", codes("1").uniqueId] });
    const base = project([model("lines"), stg(), codes("1"), reading]);
    const ofSeed = project([model("lines"), stg(), codes("2"), reading]);
    expect(others(base, ofSeed)).not.toContain(reading.uniqueId);
    expect(others(base, project([model("lines"), stg("select 2"), codes("1"), reading]))).toContain(
      reading.uniqueId,
    );
  });

  it("takes another macro for other code, and another config for none", () => {
    const using = (materialized: string) => model("orders", { macros: ["cents"], materialized });
    const base = project([using("view")], { macros: [macro("cents")] });
    const changed = project([using("view")], { macros: [macro("cents", { macroSql: "other" })] });
    expect(others(base, changed)).toEqual(["model.shop.orders"]);
    const configured = compared(base, project([using("table")], { macros: [macro("cents")] }));
    expect(configured.base && isRewritten("model.shop.orders", configured.base)).toBe(false);
  });
});

describe("unchangedColumns", () => {
  const orders = model("orders");
  const history = snapshot("history", { parents: ["orders"] });
  const base = project([orders, history], catalog);

  it("are those of the base's catalog", () => {
    expect(columnsInBase(base, project([orders, history]), orders)).toEqual(["id"]);
    expect(columnsInBase(base, project([orders, history]), history)).toEqual(["id"]);
  });

  it("are known of a model that lists its columns, whatever it reads", () => {
    const list = model("orders", { sql: listing, parents: ["stg"] });
    const after = project([model("stg", { sql: "select 2" }), list]);
    expect(columnsInBase(project([model("stg"), list], catalog), after, list)).toEqual(["id"]);
  });

  it("are not known without a base, without its catalog, and of a new node", () => {
    const after = project([orders, history]);
    expect(columnsInBase(undefined, after, orders)).toBeUndefined();
    expect(columnsInBase(project([orders, history]), after, orders)).toBeUndefined();
    expect(columnsInBase(project([history], catalog), after, orders)).toBeUndefined();
  });

  it("are not known of what changed, or reads a model that did", () => {
    const rewritten = model("orders", { sql: "select 2" });
    expect(columnsInBase(base, project([rewritten, history]), rewritten)).toBeUndefined();
    expect(columnsInBase(base, project([rewritten, history]), history)).toBeUndefined();
    const other = snapshot("history", { parents: ["orders"], sql: "select 2" });
    const joined = snapshot("history", { parents: ["lines", "orders"] });
    const before = project([model("lines"), orders, joined], catalog);
    expect(columnsInBase(before, project([model("lines"), rewritten, joined]), joined)).toBeUndefined();
    expect(columnsInBase(base, project([orders, other]), other)).toBeUndefined();
  });
});
