import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import {
  exposure,
  model,
  seed,
  semanticModel,
  singularTest,
  snapshot,
  source,
  test,
} from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { orphanNodes } from "./orphan-nodes.ts";

describe("orphan-nodes", () => {
  it("reports staging, base and intermediate models, and seeds, that only tests read", () => {
    const shop = project([
      model("stg_a"),
      model("base_b"),
      model("int_c"),
      seed("kinds"),
      test("unique", "stg_a", "id"),
    ]);
    expect(foundNames(orphanNodes, shop)).toEqual(["stg_a", "base_b", "int_c", "kinds"]);
    expect(checkRule(orphanNodes, shop)[3]).toMatchObject({
      message: "is a seed that nothing reads",
      place: { at: "code" },
    });
  });

  it.each([
    model("fct_reader", { parents: ["int_a"] }),
    model("fct_reader", { parents: ["int_a"], package: "other" }),
    snapshot("reader", { parents: ["int_a"] }),
    exposure("reader", { parents: ["int_a"] }),
    semanticModel("reader", { parents: ["int_a"] }),
  ])("leaves a model alone that $uniqueId reads", (reader) => {
    expect(foundNames(orphanNodes, project([model("int_a"), reader]))).toEqual([]);
  });

  it("leaves seeds alone with which a test compares another node, and reports those that are tested only", () => {
    const shop = project([
      model("fct_a"),
      seed("expected"),
      seed("permitted"),
      seed("tested"),
      seed("related"),
      singularTest("as_expected", { parents: ["seed.shop.expected", "fct_a"] }),
      test("relationships", "fct_a", "kind", { parents: ["fct_a", "seed.shop.permitted"] }),
      singularTest("looks_right", { parents: ["seed.shop.tested"] }),
      test("relationships", "seed.shop.related", "id", { parents: ["seed.shop.related", "fct_a"] }),
    ]);
    expect(foundNames(orphanNodes, shop)).toEqual(["tested", "related"]);
  });

  it("leaves marts, others, public models, snapshots and sources alone", () => {
    const shop = project([
      model("fct_a"),
      model("rpt_b"),
      model("int_c", { access: "public" }),
      snapshot("history"),
      source("pos.orders"),
    ]);
    expect(foundNames(orphanNodes, shop)).toEqual([]);
  });

  it("follows its options, and reports nothing twice", () => {
    const shop = project([model("fct_a"), model("stg_b"), snapshot("history")]);
    const options = { layers: ["marts"], resource_types: ["snapshot", "model", "model"] };
    expect(foundNames(orphanNodes, shop, { options })).toEqual(["history", "fct_a"]);
  });

  it("looks at the models of all layers where the list of layers is empty", () => {
    const shop = project([model("fct_a"), model("stg_b")]);
    expect(foundNames(orphanNodes, shop, { options: { layers: [] } })).toEqual(["fct_a", "stg_b"]);
  });
});
