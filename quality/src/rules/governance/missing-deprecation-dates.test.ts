import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { missingDeprecationDates } from "./missing-deprecation-dates.ts";

const version = (own: string, latest: string, more = {}) =>
  model("orders", { version: own, latestVersion: latest, ...more });

describe("missing-deprecation-dates", () => {
  it("reports old versions without a date, by number and by alphabet", () => {
    expect(checkRule(missingDeprecationDates, project([version("9", "10")]))).toMatchObject([
      {
        subject: { uniqueId: "model.shop.orders.v9" },
        message: "is an old version (the latest is 10) and has no deprecation_date",
        place: { at: "key", path: ["versions"] },
      },
    ]);
    expect(foundNames(missingDeprecationDates, project([version("alpha", "beta")]))).toEqual(["orders"]);
    expect(foundNames(missingDeprecationDates, project([version("1", "beta")]))).toEqual(["orders"]);
  });

  it("leaves the latest version, previews, dated versions, and models without versions alone", () => {
    const shop = project([
      version("2", "2"),
      version("beta", "beta"),
      version("10", "9"),
      version("gamma", "beta"),
      version("1", "2", { deprecationDate: "2026-06-30" }),
      model("lines"),
      { ...model("odd"), latestVersion: "2" },
      { ...version("7", "8"), latestVersion: undefined },
    ]);
    expect(foundNames(missingDeprecationDates, shop)).toEqual([]);
  });
});
