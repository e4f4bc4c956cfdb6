import type { JsonObject } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model } from "../../testing/nodes.ts";
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
