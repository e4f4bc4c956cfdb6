import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undocumentedColumns } from "./undocumented-columns.ts";

const columns = { id: { description: "The key." }, total: {}, note: { description: " " } };

describe("undocumented-columns", () => {
  it("reports each declared column without a description", () => {
    expect(checkRule(undocumentedColumns, project([model("orders", { columns })]))).toMatchObject([
      {
        subject: { name: "orders" },
        column: "total",
        message: "has no description",
        place: { at: "column", column: "total" },
      },
      { column: "note" },
    ]);
  });

  it("leaves described columns, models without columns, and sources alone", () => {
    const shop = project([
      model("orders", { columns: { id: columns.id } }),
      model("bare"),
      source("pos.orders", { columns }),
    ]);
    expect(foundNames(undocumentedColumns, shop)).toEqual([]);
  });

  it("looks where its options say, once", () => {
    const shop = project([
      model("fct_a", { columns }),
      model("stg_b", { columns }),
      source("pos.c", { columns }),
    ]);
    const options = { layers: ["marts"], resource_types: ["source", "model", "model"] };
    expect(foundNames(undocumentedColumns, shop, { options })).toEqual([
      "c.total",
      "c.note",
      "fct_a.total",
      "fct_a.note",
    ]);
  });
});
