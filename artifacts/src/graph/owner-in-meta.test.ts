import { describe, expect, it } from "vitest";

import { ownerInMeta } from "./owner-in-meta.ts";

describe("ownerInMeta", () => {
  it("reads a name, several names, and a map with name and addresses", () => {
    expect(ownerInMeta("Finance")).toEqual({ name: "Finance", emails: [], extra: {} });
    expect(ownerInMeta(["Finance", "Sales"])).toEqual({ name: "Finance, Sales", emails: [], extra: {} });
    expect(ownerInMeta({ name: "Finance", email: "finance@shop.example", slack: "#finance" })).toEqual({
      name: "Finance",
      emails: ["finance@shop.example"],
      extra: { slack: "#finance" },
    });
    const emails = ["a@shop.example", "b@shop.example"];
    expect(ownerInMeta({ email: emails })).toEqual({ name: undefined, emails, extra: {} });
  });

  it.each([undefined, null, true, 7, [], [null], {}, { name: null }, { slack: "#finance" }])(
    "finds nobody in %j",
    (owner) => {
      expect(ownerInMeta(owner)).toBeUndefined();
    },
  );
});
