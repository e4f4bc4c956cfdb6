import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { columnNamesAndTypes } from "./column-names-and-types.ts";

const found = (columns: Readonly<Record<string, string>>, options = {}) =>
  foundNames(columnNamesAndTypes, project([model("orders", { columns })]), { options });

describe("column-names-and-types", () => {
  it("reports names that promise another type, and booleans without a name for them", () => {
    const columns = {
      is_paid: "varchar",
      has_note: "integer",
      paid_at: "date",
      paid_date: "timestamp",
      paid: "boolean",
    };
    expect(found(columns)).toEqual([
      "orders.is_paid",
      "orders.has_note",
      "orders.paid_at",
      "orders.paid_date",
      "orders.paid",
    ]);
    expect(checkRule(columnNamesAndTypes, project([model("orders", { columns })]))).toMatchObject([
      {
        message: "is of type varchar, and columns named ^(is|has)_ are of type ^(bool(ean)?|bit)$",
        place: { at: "column", column: "is_paid" },
      },
      {},
      {},
      {},
      { message: "is of type boolean, and such columns are named ^(is|has)_" },
    ]);
  });

  it("leaves names that fit alone, whatever their case, and timestamps and dates with other names", () => {
    const columns = {
      is_paid: "BOOLEAN",
      HAS_NOTE: "bool",
      paid_at: "TIMESTAMP_NTZ",
      sent_at: "datetime",
      paid_date: "DATE",
      is_open: "BIT",
      opened_at: "smalldatetime",
      flags: "bit(8)",
      answers: "boolean[]",
      month: "date",
      loaded: "timestamp",
      total: "decimal",
    };
    expect(found(columns)).toEqual([]);
  });

  it("judges a field of a record by its own name", () => {
    expect(found({ "order.is_paid": "BOOL", "is_gift.note": "STRING", "order.paid_on.at": "DATE" })).toEqual(
      [],
    );
    const columns = { "order.is_paid": "STRING", "is_gift.wrapped": "BOOL" };
    expect(checkRule(columnNamesAndTypes, project([model("orders", { columns })]))).toMatchObject([
      {
        column: "order.is_paid",
        message: "is of type STRING, and columns named ^(is|has)_ are of type ^(bool(ean)?|bit)$",
      },
      { column: "is_gift.wrapped", message: "is of type BOOL, and such columns are named ^(is|has)_" },
    ]);
  });

  it("takes the catalog's type before the declared one, and leaves unknown types alone", () => {
    const orders = model("orders", { columns: { is_paid: "boolean", paid_at: {} } });
    expect(foundNames(columnNamesAndTypes, project([orders]))).toEqual([]);
    const shop = project([orders], { catalog: { orders: { is_paid: "VARCHAR", paid_at: "DATE" } } });
    expect(foundNames(columnNamesAndTypes, shop)).toEqual(["orders.is_paid", "orders.paid_at"]);
  });

  it("follows its options", () => {
    const conventions = [{ names: "_id$", types: "^int" }];
    const columns = { order_id: "varchar", line_id: "integer", total: "integer", is_paid: "varchar" };
    expect(found(columns, { conventions })).toEqual(["orders.order_id"]);
    expect(found(columns, { layers: ["marts"] })).toEqual([]);
  });
});
