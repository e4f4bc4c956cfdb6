import { describe, expect, it } from "vitest";

import { model } from "../testing/nodes.ts";
import { fingerprintOf, identityOf } from "./fingerprint.ts";

const finding = { subject: model("orders"), message: "m", column: "Id", related: ["b", "a"], key: "k" };

describe("an identity", () => {
  it("does not know message, place, order of the related nodes or the column's case", () => {
    const moved = {
      ...finding,
      message: "other",
      place: { at: "code" as const },
      related: ["a", "b"],
      column: "ID",
    };
    expect(identityOf("r", moved)).toBe(identityOf("r", finding));
    const elsewhere = { ...finding, subject: model("orders", { folder: "marts" }) };
    expect(identityOf("r", elsewhere)).toBe(identityOf("r", finding));
  });

  it("differs by rule, node, column, related nodes, key and occurrence", () => {
    const all = [
      identityOf("r", finding),
      identityOf("other", finding),
      identityOf("r", { ...finding, subject: model("sales") }),
      identityOf("r", { ...finding, column: undefined }),
      identityOf("r", { ...finding, related: ["a"] }),
      identityOf("r", { ...finding, key: undefined }),
      identityOf("r", finding, undefined, 1),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("leaves out the related nodes where a measure counts them", () => {
    const measured = { ...finding, measure: 2 };
    expect(identityOf("r", { ...measured, related: ["c"] })).toBe(identityOf("r", measured));
  });

  it("is that of a renamed node's old self, and of renamed related nodes", () => {
    const toOld = (id: string) => (id === "model.shop.orders" ? "model.shop.old" : id === "a" ? "old_a" : id);
    const old = {
      ...finding,
      subject: { ...model("orders"), uniqueId: "model.shop.old" },
      related: ["b", "old_a"],
    };
    expect(identityOf("r", finding, toOld)).toBe(identityOf("r", old));
  });
});

describe("a fingerprint", () => {
  it("stays the same from version to version", () => {
    expect(fingerprintOf(identityOf("r", finding))).toMatchInlineSnapshot(`"5972d40de53d372fb598"`);
  });
});
