import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, seed, singularTest, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { testDirectories } from "./test-directories.ts";

const elsewhere = { path: "models/staging/_models.yml" };
const mart = model("fct_orders", { folder: "marts" });

describe("test-directories", () => {
  it("reports each test whose YAML is in another folder than its model", () => {
    const shop = project([
      mart,
      test("unique", "fct_orders", "id", elsewhere),
      test("not_null", "fct_orders", "id", elsewhere),
    ]);
    expect(checkRule(testDirectories, shop)).toMatchObject([
      {
        subject: { name: "unique_fct_orders_id" },
        message: "tests fct_orders from models/staging/, and the model lies in models/marts/",
        related: ["model.shop.fct_orders"],
        place: { at: "definition" },
      },
      { subject: { name: "not_null_fct_orders_id" } },
    ]);
  });

  it("leaves tests beside their model, tests of its own file, and tests of other resources, alone", () => {
    const shop = project([
      mart,
      seed("kinds"),
      model("package_model", { package: "other" }),
      test("unique", "fct_orders", "id", { path: "models/marts/_models.yml" }),
      test("unique", "kinds", "id", elsewhere),
      test("unique", "package_model", "id", elsewhere),
      { ...singularTest("orders_add_up", { parents: ["fct_orders"] }), attachedNode: mart.uniqueId },
    ]);
    expect(checkRule(testDirectories, shop)).toEqual([]);
  });
});
