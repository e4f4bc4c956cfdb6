import type { JsonObject } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model, seed, snapshot } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import type { ModelSpec } from "../../testing/specs.ts";
import { exposureColumns } from "./exposure-columns.ts";

const contracted: ModelSpec = { contract: true, columns: { order_id: "integer" } };

function found(columns: JsonObject[string], spec: ModelSpec = contracted, catalog?: Record<string, string>) {
  const shop = project(
    [
      model("orders", spec),
      model("unread", { contract: true, columns: { amount: "integer" } }),
      exposure("board", { parents: ["orders"], meta: { columns } }),
    ],
    { adapter: "snowflake", ...(catalog && { catalog: { orders: catalog } }) },
  );
  return checkRule(exposureColumns, shop).map(
    ({ column, message, cannotJudge }) => `${column}: ${message}${cannotJudge ? " (cannot judge)" : ""}`,
  );
}

describe("exposure-columns", () => {
  it("finds a declared column that no contract has", () => {
    expect(found(["order_id", "amount"])).toEqual([
      "amount: is declared as read, and orders has no such column",
    ]);
  });

  it("understands model.column and columns by model", () => {
    expect(found(["orders.order_id", "orders.amount"])).toHaveLength(1);
    expect(found({ orders: ["order_id", "amount"] })).toHaveLength(1);
  });

  it("understands a single name, and names as models have them", () => {
    const expected = ["amount: is declared as read, and orders has no such column"];
    expect(found("amount")).toEqual(expected);
    expect(found([{ name: "order_id" }, { name: "amount", description: "d" }])).toEqual(expected);
    expect(found({ orders: "amount" })).toEqual(expected);
    expect(found({ orders: [{ name: "amount" }] })).toEqual(expected);
  });

  it("understands fields of records, as BigQuery lists them", () => {
    const catalog = { home: "STRUCT", "HOME.CITY": "STRING" };
    expect(found(["home.city"], {}, catalog)).toEqual([]);
    expect(found(["home.zip"], {}, catalog)).toHaveLength(1);
    expect(found({ orders: ["home.city"] }, {}, catalog)).toEqual([]);
    const reader = exposure("board", { parents: ["orders", "lines"], meta: { columns: "home.city" } });
    const nodes = [model("orders", contracted), model("lines"), reader];
    expect(checkRule(exposureColumns, project(nodes, { catalog: { lines: catalog } }))).toEqual([]);
  });

  it("finds a column of a model on which the exposure does not depend", () => {
    expect(found(["unread.amount"])).toEqual([
      "amount: is declared as read from unread, on which the exposure does not depend",
    ]);
  });

  it("asks the catalog where there is no contract, by the warehouse's rule for case", () => {
    expect(found(["order_id"], {}, { ORDER_ID: "NUMBER" })).toEqual([]);
    expect(found(["order_id"], {}, { order_id: "NUMBER" })).toHaveLength(1);
  });

  it("cannot judge where neither contract nor catalog tells the columns", () => {
    expect(found(["order_id"], {})).toEqual([
      expect.stringMatching(/of orders are not known.*\(cannot judge\)$/),
    ]);
  });

  describe("with a base", () => {
    const board = exposure("board", { parents: ["orders"], meta: { columns: ["id", "amount"] } });
    const cannotJudge = { cannotJudge: true };
    const before = project([model("orders"), board], { catalog: { orders: { id: "INT" } } });
    const judged = (base: typeof before, ...nodes: Parameters<typeof project>[0]) =>
      checkRule(exposureColumns, project(nodes), { base });

    it("asks the base's catalog for the columns of what did not change", () => {
      const [missing, ...others] = judged(before, model("orders"), board);
      expect(missing).toMatchObject({ column: "amount", message: expect.stringMatching(/no such column$/) });
      expect(others).toEqual([]);
    });

    it("cannot judge by it what has other code, or is new, or is not in it", () => {
      expect(judged(before, model("orders", { sql: "select 2" }), board)).toMatchObject([
        cannotJudge,
        cannotJudge,
      ]);
      expect(judged(project([seed("codes")]), model("orders"), board)).toHaveLength(2);
      const withoutCatalog = project([model("orders"), board]);
      expect(judged(withoutCatalog, model("orders"), board)).toMatchObject([cannotJudge, cannotJudge]);
    });

    it("cannot judge by it what gives out the columns of a changed model", () => {
      const star = "select * from {{ ref('stg') }}";
      const passing = [model("orders", { sql: star, parents: ["stg"] }), board];
      const base = project([model("stg"), ...passing], { catalog: { orders: { id: "INT" } } });
      expect(judged(base, model("stg"), ...passing)).toHaveLength(1);
      expect(judged(base, model("stg", { sql: "select 2" }), ...passing)).toMatchObject([
        cannotJudge,
        cannotJudge,
      ]);
    });

    it("knows what is no model by it, unless it or a model that it reads changed", () => {
      const history = snapshot("history", { parents: ["orders"] });
      const reader = exposure("board", { parents: [history.uniqueId], meta: { columns: ["id", "amount"] } });
      const base = project([model("orders"), history, reader], { catalog: { history: { id: "INT" } } });
      expect(judged(base, model("orders"), history, reader)).toMatchObject([{ column: "amount" }]);
      expect(judged(base, model("orders", { sql: "select 2" }), history, reader)).toHaveLength(2);
      const rewritten = snapshot("history", { parents: ["orders"], sql: "select 2" });
      expect(judged(base, model("orders"), rewritten, reader)).toHaveLength(2);
    });
  });

  it("has nothing to say where no columns are declared, or in another form", () => {
    expect(found([])).toEqual([]);
    expect(found([1, null, { title: "amount" }, { name: 7 }])).toEqual([]);
  });

  it.each([[null], [3], [{ orders: null }], [{ orders: [null, 7] }]])(
    "has nothing to say where `meta.columns` is %j",
    (columns) => {
      expect(found(columns)).toEqual([]);
    },
  );

  it("takes a name that begins with a dot for a column of no model", () => {
    expect(found([".amount"])[0]).toContain("is declared as read from , on which");
  });

  it("knows a version of a model by its own name and by the model's", () => {
    const versioned: ModelSpec = { ...contracted, version: "2" };
    const board = (name: string) =>
      exposure("board", { parents: ["orders.v2"], meta: { columns: { [name]: ["x"] } } });
    for (const name of ["orders", "orders.v2"]) {
      const [finding] = checkRule(exposureColumns, project([model("orders", versioned), board(name)]));
      expect(finding?.message).toBe("is declared as read, and orders.v2 has no such column");
      expect(finding?.place).toEqual({ at: "key", path: ["meta", "columns", name] });
    }
  });

  it("points at the list where the declaration names no model", () => {
    const shop = project([
      model("orders", contracted),
      exposure("board", { parents: ["orders"], meta: { columns: ["x"] } }),
    ]);
    expect(checkRule(exposureColumns, shop)[0]?.place).toEqual({ at: "key", path: ["meta", "columns"] });
  });
});
