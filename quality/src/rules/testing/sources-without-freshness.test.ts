import type { Threshold } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { sourcesWithoutFreshness } from "./sources-without-freshness.ts";

const day: Threshold = { count: 1, period: "day" };

describe("sources-without-freshness", () => {
  it("reports tables without freshness, and with neither threshold", () => {
    const shop = project([
      source("pos.none"),
      source("pos.empty", { freshness: { warnAfter: undefined } }),
      source("pos.field_only", { loadedAtField: "loaded_at" }),
    ]);
    expect(checkRule(sourcesWithoutFreshness, shop)).toMatchObject([
      { subject: { name: "none" }, message: "has no freshness threshold" },
      { subject: { name: "empty" } },
      { subject: { name: "field_only" } },
    ]);
  });

  it("is content with either threshold", () => {
    const shop = project([
      source("pos.warns", { freshness: { warnAfter: day } }),
      source("pos.fails", { freshness: { errorAfter: day } }),
    ]);
    expect(foundNames(sourcesWithoutFreshness, shop)).toEqual([]);
  });
});
