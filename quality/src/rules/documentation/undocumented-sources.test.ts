import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undocumentedSources } from "./undocumented-sources.ts";

const described = { description: "One row per thing." };

describe("undocumented-sources", () => {
  it("reports each source without a description once, on its first table", () => {
    const shop = project([
      source("pos.tills", described),
      source("pos.orders", described),
      source("ledger.entries", described),
    ]);
    expect(checkRule(undocumentedSources, shop)).toMatchObject([
      {
        subject: { uniqueId: "source.shop.pos.orders" },
        message: "belongs to the source pos (2 tables), which has no description",
      },
      { subject: { uniqueId: "source.shop.ledger.entries" } },
    ]);
  });

  it("leaves a described source alone, whatever its tables lack", () => {
    const shop = project([source("pos.orders", { sourceDescription: "The tills." })]);
    expect(checkRule(undocumentedSources, shop)).toEqual([]);
  });
});
