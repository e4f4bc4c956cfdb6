import { describe, expect, it } from "vitest";

import { model } from "../testing/nodes.ts";
import { fingerprintOf } from "./fingerprint.ts";

const finding = { subject: model("orders"), message: "m", column: "Id", related: ["b", "a"], key: "k" };

describe("a fingerprint", () => {
  it("does not know message, place, order of the related nodes or the column's case", () => {
    const moved = {
      ...finding,
      message: "other",
      place: { at: "code" as const },
      related: ["a", "b"],
      column: "ID",
    };
    expect(fingerprintOf("r", moved)).toBe(fingerprintOf("r", finding));
    const elsewhere = { ...finding, subject: model("orders", { folder: "marts" }) };
    expect(fingerprintOf("r", elsewhere)).toBe(fingerprintOf("r", finding));
  });

  it("differs by rule, node, column, related nodes, key and occurrence", () => {
    const all = [
      fingerprintOf("r", finding),
      fingerprintOf("other", finding),
      fingerprintOf("r", { ...finding, subject: model("sales") }),
      fingerprintOf("r", { ...finding, column: undefined }),
      fingerprintOf("r", { ...finding, related: ["a"] }),
      fingerprintOf("r", { ...finding, key: undefined }),
      fingerprintOf("r", finding, undefined, 1),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("leaves out the related nodes where a measure counts them", () => {
    const measured = { ...finding, measure: 2 };
    expect(fingerprintOf("r", { ...measured, related: ["c"] })).toBe(fingerprintOf("r", measured));
  });

  it("is that of a renamed node's old self, and of renamed related nodes", () => {
    const toOld = (id: string) => (id === "model.shop.orders" ? "model.shop.old" : id === "a" ? "old_a" : id);
    const old = {
      ...finding,
      subject: { ...model("orders"), uniqueId: "model.shop.old" },
      related: ["b", "old_a"],
    };
    expect(fingerprintOf("r", finding, toOld)).toBe(fingerprintOf("r", old));
  });

  it("stays the same from version to version", () => {
    expect(fingerprintOf("r", finding)).toMatchInlineSnapshot(`"5972d40de53d372fb598"`);
  });
});
