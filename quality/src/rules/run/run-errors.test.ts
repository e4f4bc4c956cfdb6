import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { runErrors } from "./run-errors.ts";

const nodes = [model("orders"), model("lines"), test("unique", "orders", "id")];

describe("run-errors", () => {
  it("reports what ended with an error, with the head of the message", () => {
    const runResults = {
      orders: { status: "error", message: "Database Error in model orders\n  no such table: x\n  more" },
      lines: { status: "partial success" },
      "operation.shop.on_run_start": { status: "runtime error", message: "no connection" },
    } as const;
    expect(checkRule(runErrors, project(nodes, { runResults }))).toMatchObject([
      {
        subject: { uniqueId: "model.shop.orders" },
        message: "ended with status error: Database Error in model orders: no such table: x",
        place: { at: "code" },
      },
      { message: "ended with status partial success: dbt gave no message" },
      { subject: { resourceType: "operation" }, message: "ended with status runtime error: no connection" },
    ]);
  });

  it("leaves other results alone", () => {
    const results = { orders: { status: "success" }, lines: { status: "skipped" } } as const;
    const failed = { "test.shop.unique_orders_id.0123456789": { status: "fail" } } as const;
    expect(foundNames(runErrors, project(nodes, { runResults: { ...results, ...failed } }))).toEqual([]);
  });
});
