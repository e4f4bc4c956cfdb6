import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undocumentedSourceTables } from "./undocumented-source-tables.ts";

describe("undocumented-source-tables", () => {
  it("reports tables without a description, whatever their source says", () => {
    const shop = project([source("pos.receipts", { sourceDescription: "The tills." })]);
    expect(checkRule(undocumentedSourceTables, shop)).toMatchObject([
      { subject: { name: "receipts" }, message: "has no description of the table" },
    ]);
  });

  it("leaves described tables alone", () => {
    const shop = project([source("pos.receipts", { description: "One row per receipt." })]);
    expect(checkRule(undocumentedSourceTables, shop)).toEqual([]);
  });
});
