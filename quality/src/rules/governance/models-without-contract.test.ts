import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { modelsWithoutContract } from "./models-without-contract.ts";

describe("models-without-contract", () => {
  it("reports marts without an enforced contract", () => {
    expect(checkRule(modelsWithoutContract, project([model("fct_a")]))).toMatchObject([
      {
        subject: { name: "fct_a" },
        message: "is in the marts layer and has no enforced contract",
        place: { at: "key", path: ["config", "contract"] },
      },
    ]);
  });

  it("leaves contracts, public and ephemeral models, and other layers alone", () => {
    const shop = project([
      model("fct_a", { contract: true }),
      model("fct_b", { access: "public" }),
      model("fct_c", { materialized: "ephemeral" }),
      model("stg_d"),
    ]);
    expect(foundNames(modelsWithoutContract, shop)).toEqual([]);
  });

  it("takes the layers from the options", () => {
    const shop = project([model("fct_a"), model("stg_b")]);
    expect(foundNames(modelsWithoutContract, shop, { options: { layers: ["staging"] } })).toEqual(["stg_b"]);
    expect(foundNames(modelsWithoutContract, shop, { options: { layers: [] } })).toHaveLength(2);
  });
});
