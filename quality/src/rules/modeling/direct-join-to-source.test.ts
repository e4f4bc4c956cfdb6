import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { directJoinToSource } from "./direct-join-to-source.ts";

const raw = [source("pos.orders"), source("pos.refunds"), source("crm.people", { package: "other" })];
const staging = model("stg_orders", { parents: ["pos.orders"] });

describe("direct-join-to-source", () => {
  it("reports a model that reads a source and a model, once, with both as related", () => {
    const shop = project([...raw, staging, model("both", { parents: ["stg_orders", "pos.refunds"] })]);
    expect(checkRule(directJoinToSource, shop)).toMatchObject([
      {
        subject: { name: "both" },
        message: "reads the source pos.refunds together with the model stg_orders",
        related: ["model.shop.stg_orders", "source.shop.pos.refunds"],
        measure: 1,
        place: { at: "call", to: "source.shop.pos.refunds" },
      },
    ]);
  });

  it("leaves models alone that read only sources, only models, or a seed beside a source", () => {
    const shop = project([
      ...raw,
      staging,
      seed("kinds"),
      model("only_models", { parents: ["stg_orders", "with_seed"] }),
      model("only_sources", { parents: ["pos.orders", "pos.refunds"] }),
      model("with_seed", { parents: ["pos.orders", "kinds"] }),
    ]);
    expect(foundNames(directJoinToSource, shop)).toEqual([]);
  });

  it("does not count parents that are not judged", () => {
    const shop = project([
      ...raw,
      staging,
      model("package_model", { package: "other" }),
      model("package_source", { parents: ["stg_orders", "crm.people"] }),
      model("reads_package", { parents: ["package_model", "pos.orders"] }),
    ]);
    expect(foundNames(directJoinToSource, shop)).toEqual([]);
  });
});
