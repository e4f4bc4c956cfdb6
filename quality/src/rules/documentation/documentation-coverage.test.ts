import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, seed, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { documentationCoverage } from "./documentation-coverage.ts";

const described = { description: "One row per order." };
const half = project([
  model("stg_a", described),
  model("stg_b"),
  model("fct_c", { description: "  " }),
  model("fct_d", { package: "other" }),
  model("int_e", described),
  seed("kinds"),
  source("pos.orders"),
]);

describe("documentation-coverage", () => {
  it("reports the project with the share of all models and of each layer", () => {
    expect(checkRule(documentationCoverage, half)).toMatchObject([
      {
        subject: { uniqueId: "project.shop", resourceType: "project" },
        message:
          "has 50 % of its models described, and 100 % is the target: 2 of 4 models (intermediate 1 of 1, marts 0 of 1, staging 1 of 2)",
        measure: 50,
      },
    ]);
  });

  it("is content at the target, and above it", () => {
    expect(checkRule(documentationCoverage, half, { options: { target: 50 } })).toEqual([]);
    expect(checkRule(documentationCoverage, half, { options: { target: 51 } })).toHaveLength(1);
    expect(checkRule(documentationCoverage, project([model("a", described)]))).toEqual([]);
  });

  it("has nothing to say of a project without models", () => {
    expect(checkRule(documentationCoverage, project([source("pos.orders")]))).toEqual([]);
  });

  it("finds what no selector names", () => {
    expect(documentationCoverage.isSelectable).toBe(false);
  });
});
