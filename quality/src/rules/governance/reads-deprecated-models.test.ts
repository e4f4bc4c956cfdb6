import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, snapshot, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { readsDeprecatedModels } from "./reads-deprecated-models.ts";

const now = new Date("2026-01-15T12:00:00Z");
const old = model("orders", { version: "1", deprecationDate: "2026-02-14" });
const parents = ["orders.v1"];

describe("reads-deprecated-models", () => {
  it("reports models, snapshots and exposures that read it, up to 30 days ahead", () => {
    const shop = project([
      old,
      model("a", { parents }),
      snapshot("b", { parents }),
      exposure("c", { parents }),
      test("unique", "orders.v1", "id"),
    ]);
    expect(checkRule(readsDeprecatedModels, shop, { now })).toMatchObject([
      {
        subject: { name: "a" },
        message: "reads orders.v1, which is to be gone by 2026-02-14",
        related: ["model.shop.orders.v1"],
        place: { at: "call", to: "model.shop.orders.v1" },
      },
      { subject: { name: "b" } },
      { subject: { name: "c" }, place: { at: "key", path: ["depends_on"] } },
    ]);
  });

  it("leaves readers of models that stay longer, or for ever, alone", () => {
    const shop = project([
      model("later", { deprecationDate: "2026-02-15" }),
      model("ever"),
      model("a", { parents: ["later", "ever"] }),
    ]);
    expect(foundNames(readsDeprecatedModels, shop, { now })).toEqual([]);
    expect(foundNames(readsDeprecatedModels, shop, { now, options: { days_ahead: 31 } })).toEqual(["a"]);
  });
});
