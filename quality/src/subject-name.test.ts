import { expect, it } from "vitest";

import { sentenceOf } from "./subject-name.ts";
import { exposure, model, source, test } from "./testing/nodes.ts";

it.each([
  [{ subject: model("orders"), message: "has no description" }, "orders has no description"],
  [{ subject: model("orders", { version: "2" }), message: "is old" }, "orders.v2 is old"],
  [{ subject: source("raw.orders"), column: "id", message: "is gone" }, "raw.orders.id is gone"],
  [{ subject: exposure("board"), column: "id", message: "is gone" }, "board.id is gone"],
  [{ subject: { ...model("orders"), uniqueId: "odd" }, message: "has an odd id" }, "orders has an odd id"],
  [
    { subject: { ...model("orders"), uniqueId: "model..raw" }, message: "is of no package" },
    "raw is of no package",
  ],
  // A test's id ends with a hash, which says nothing to people.
  [{ subject: test("unique", "orders", "id"), message: "fails" }, "unique_orders_id fails"],
])("a finding is one sentence that begins with its subject's name", (finding, sentence) => {
  expect(sentenceOf(finding)).toBe(sentence);
});
