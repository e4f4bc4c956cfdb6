import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undeclaredColumnTypes } from "./undeclared-column-types.ts";

const columns = { id: "integer", total: {}, note: { dataType: "" } };

describe("undeclared-column-types", () => {
  it("reports marts and public models once, with the columns", () => {
    const shop = project([model("fct_a", { columns }), model("stg_b", { columns, access: "public" })]);
    expect(checkRule(undeclaredColumnTypes, shop)).toMatchObject([
      {
        subject: { name: "fct_a" },
        message: "declares 2 columns without data_type: note and total",
        measure: 2,
        place: { at: "column", column: "note" },
      },
      { subject: { name: "stg_b" } },
    ]);
  });

  it("leaves typed columns, other layers, and models without columns alone", () => {
    const shop = project([
      model("fct_a", { columns: { id: "integer" } }),
      model("stg_b", { columns }),
      model("fct_c"),
    ]);
    expect(foundNames(undeclaredColumnTypes, shop)).toEqual([]);
    expect(foundNames(undeclaredColumnTypes, shop, { options: { layers: ["staging"] } })).toEqual(["stg_b"]);
  });
});
