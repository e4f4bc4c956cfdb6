import { describe, expect, it } from "vitest";

import { judgedBy, judgedNodes, type Scope } from "./judged.ts";
import { model, source } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

const { graph } = project([
  model("orders", { folder: "marts" }),
  model("old_orders", { folder: "legacy/deep" }),
  model("star", { package: "audit" }),
  source("raw.orders", { path: "models/raw.yml" }),
  source("raw.refunds", { path: "models/raw.yml" }),
]);

function judged(scope: Partial<Scope> = {}): readonly string[] {
  const isJudged = judgedBy(graph, { includePackages: [], excludePaths: [], ...scope });
  const nodes = judgedNodes(graph, isJudged);
  return [...nodes("model"), ...nodes("source")].map((node) => node.name);
}

it("matches folders that begin with a dot", () => {
  const scope = { includePackages: [], excludePaths: ["models/**"] };
  expect(judgedBy(graph, scope)(model("orders", { folder: ".drafts" }))).toBe(false);
});

describe("what is judged", () => {
  it("is the project's own, without installed packages", () => {
    expect(judged()).toEqual(["orders", "old_orders", "orders", "refunds"]);
  });

  it("is a package too that is named", () => {
    expect(judged({ includePackages: ["audit"] })).toContain("star");
  });

  it("is not what an excluded path matches, or one table of a file", () => {
    expect(judged({ excludePaths: ["models/legacy/**"] })).toEqual(["orders", "orders", "refunds"]);
    expect(judged({ excludePaths: ["legacy/*"] })).toEqual(judged());
    expect(judged({ excludePaths: ["models/raw.yml"] })).toEqual(["orders", "old_orders"]);
    expect(judged({ excludePaths: ["models/raw.yml:raw.refunds"] })).toEqual([
      "orders",
      "old_orders",
      "orders",
    ]);
  });

  it("is not what contains an excluded text without wildcards", () => {
    expect(judged({ excludePaths: ["/legacy/"] })).toEqual(["orders", "orders", "refunds"]);
    expect(judged({ excludePaths: ["raw.refunds"] })).toEqual(["orders", "old_orders", "orders"]);
    expect(judged({ excludePaths: ["/legacy/", "models/*.yml"] })).toEqual(["orders"]);
  });
});
