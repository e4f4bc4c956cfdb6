import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project, type ProjectSpec } from "../../testing/project.ts";
import { staleSources } from "./stale-sources.ts";

const check = (freshness: NonNullable<ProjectSpec["freshness"]>) =>
  checkRule(staleSources, project([source("pos.orders"), source("pos.lines")], { freshness }));

describe("stale-sources", () => {
  it("reports sources that are too old, milder where they only warn", () => {
    expect(
      check({
        "pos.orders": { status: "error", ageSeconds: 3 * 86_400 },
        "pos.lines": { status: "warn", ageSeconds: 3600 * 5 },
      }),
    ).toMatchObject([
      {
        subject: { uniqueId: "source.shop.pos.orders" },
        message: "is stale (error): its newest row is 3 days old (no owner)",
        severity: undefined,
        place: { at: "key", path: ["freshness"] },
      },
      { message: "is stale (warn): its newest row is 5 h old (no owner)", severity: "warn" },
    ]);
  });

  it("reports sources that could not be looked at, and ages that are not known", () => {
    expect(
      check({ "pos.orders": { status: "runtime error", error: "no such column\nloaded_at" } }),
    ).toMatchObject([
      { message: "could not be looked at for freshness: no such column: loaded_at", severity: undefined },
    ]);
    expect(check({ "pos.orders": { status: "runtime error" } })).toMatchObject([
      { message: "could not be looked at for freshness: dbt gave no message" },
    ]);
    expect(check({ "pos.orders": { status: "error" } })).toMatchObject([
      { message: "is stale (error): its newest row is of unknown age (no owner)" },
    ]);
  });

  it("leaves fresh sources alone", () => {
    expect(check({ "pos.orders": { status: "pass", ageSeconds: 60 } })).toEqual([]);
  });
});
