import { describe, expect, it } from "vitest";

import { layerShares } from "./layer-shares.ts";
import { model } from "./testing/nodes.ts";

const models = [model("stg_a"), model("stg_b", { description: "x" }), model("fct_c")];

describe("layerShares", () => {
  it("counts all models, and those of each layer", () => {
    const layerOf = ({ name }: { readonly name: string }) => name.slice(0, 3);
    expect(layerShares(models, (each) => each.description !== "", layerOf)).toEqual({
      share: 33.33,
      sentence: "1 of 3 models (fct 0 of 1, stg 1 of 2)",
    });
  });

  it("is complete without models", () => {
    expect(
      layerShares(
        [],
        () => false,
        () => "x",
      ).share,
    ).toBe(100);
  });
});
