import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { sourceFanout } from "./source-fanout.ts";

const tills = source("pos.tills");
const reader = (name: string, more = {}) => model(name, { parents: ["pos.tills"], ...more });

describe("source-fanout", () => {
  it("reports a source that two models read", () => {
    expect(checkRule(sourceFanout, project([tills, reader("b"), reader("a")]))).toMatchObject([
      {
        subject: { uniqueId: "source.shop.pos.tills" },
        message: "is read by 2 models: a and b",
        related: ["model.shop.a", "model.shop.b"],
        measure: 2,
      },
    ]);
  });

  it("leaves one reader alone, beside snapshots, tests, exposures and models of packages", () => {
    const shop = project([
      tills,
      reader("a"),
      reader("b", { package: "other" }),
      snapshot("history", { parents: ["pos.tills"] }),
      test("unique", "pos.tills", "id"),
      exposure("board", { parents: ["pos.tills"] }),
    ]);
    expect(foundNames(sourceFanout, shop)).toEqual([]);
  });
});
