import { describe, expect, it } from "vitest";

import { judgedBy, judgedNodes, unmatchedScope, type Scope } from "./judged.ts";
import { model, source } from "./testing/nodes.ts";
import { macro, project } from "./testing/project.ts";

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

describe("what the scope names in vain", () => {
  const withMacro = project([model("orders"), model("star", { package: "audit" })], {
    macros: [macro("cents", { packageName: "tools", originalFilePath: "macros/old/cents.sql" })],
  });

  it("is a package that is not installed", () => {
    const scope = { includePackages: ["audit", "tools", "audits"], excludePaths: [] };
    expect(unmatchedScope(withMacro.graph, scope)).toEqual([
      "include_packages names audits, which is not installed.",
    ]);
  });

  it("is a path that nothing has, as is an expression that is no glob", () => {
    const excludePaths = ["macros/old/", "**/orders.sql", ":orders", "^models/.*", "modles/**"];
    expect(unmatchedScope(withMacro.graph, { includePackages: [], excludePaths })).toEqual([
      "exclude_paths has ^models/.*, which fits no path: an entry is a glob or a text that a path contains.",
      "exclude_paths has modles/**, which fits no path: an entry is a glob or a text that a path contains.",
    ]);
  });

  it("is found where the scope names one thing only", () => {
    expect(unmatchedScope(withMacro.graph, { includePackages: ["audits"], excludePaths: [] })).toHaveLength(
      1,
    );
    expect(unmatchedScope(withMacro.graph, { includePackages: [], excludePaths: ["modles/"] })).toHaveLength(
      1,
    );
  });

  it("is nothing where the scope names nothing", () => {
    expect(unmatchedScope(withMacro.graph, { includePackages: [], excludePaths: [] })).toEqual([]);
  });
});
