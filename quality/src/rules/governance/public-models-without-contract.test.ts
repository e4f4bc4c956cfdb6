import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { publicModelsWithoutContract } from "./public-models-without-contract.ts";

describe("public-models-without-contract", () => {
  it("reports a public model whose contract is not enforced", () => {
    const shop = project([model("orders", { access: "public" })]);
    expect(checkRule(publicModelsWithoutContract, shop)).toMatchObject([
      {
        subject: { name: "orders" },
        message: "is public and has no enforced contract",
        place: { at: "key", path: ["access"] },
      },
    ]);
  });

  it("leaves public models with a contract, and models that are not public, alone", () => {
    const shop = project([
      model("orders", { access: "public", contract: true }),
      model("lines", { access: "protected" }),
      model("steps", { access: "private" }),
    ]);
    expect(checkRule(publicModelsWithoutContract, shop)).toEqual([]);
  });
});
