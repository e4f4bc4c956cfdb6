import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, metric, model, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { unusedSources } from "./unused-sources.ts";

const vouchers = source("pos.vouchers");
const parents = ["pos.vouchers"];

describe("unused-sources", () => {
  it("reports a source that nothing reads but a test", () => {
    const shop = project([vouchers, test("unique", "pos.vouchers", "id")]);
    expect(checkRule(unusedSources, shop)).toMatchObject([
      { subject: { uniqueId: "source.shop.pos.vouchers" }, message: "is declared, and nothing reads it" },
    ]);
  });

  it.each([
    model("reader", { parents }),
    model("reader", { parents, package: "other" }),
    snapshot("reader", { parents }),
    exposure("reader", { parents }),
    metric("reader", { parents }),
  ])("leaves a source alone that $uniqueId reads", (reader) => {
    expect(foundNames(unusedSources, project([vouchers, reader]))).toEqual([]);
  });
});
