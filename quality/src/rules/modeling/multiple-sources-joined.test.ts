import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { multipleSourcesJoined } from "./multiple-sources-joined.ts";

const raw = [source("pos.shifts"), source("pos.breaks"), source("crm.people", { package: "other" })];

describe("multiple-sources-joined", () => {
  it("reports a model and a snapshot with two sources", () => {
    const shop = project([
      ...raw,
      model("shift_breaks", { parents: ["pos.shifts", "pos.breaks"] }),
      snapshot("history", { parents: ["pos.shifts", "pos.breaks"] }),
    ]);
    expect(checkRule(multipleSourcesJoined, shop)).toMatchObject([
      {
        subject: { name: "shift_breaks" },
        message: "reads 2 source tables: pos.breaks and pos.shifts",
        related: ["source.shop.pos.breaks", "source.shop.pos.shifts"],
        measure: 2,
        place: { at: "call", to: "source.shop.pos.breaks" },
      },
      { subject: { name: "history" } },
    ]);
  });

  it("leaves one source, a source beside a model, and an exposure on two sources alone", () => {
    const shop = project([
      ...raw,
      model("shifts", { parents: ["pos.shifts"] }),
      model("joined", { parents: ["pos.breaks", "shifts"] }),
      exposure("board", { parents: ["pos.shifts", "pos.breaks"] }),
    ]);
    expect(foundNames(multipleSourcesJoined, shop)).toEqual([]);
  });

  it("does not count sources that are not judged", () => {
    const shop = project([...raw, model("people", { parents: ["pos.shifts", "crm.people"] })]);
    expect(foundNames(multipleSourcesJoined, shop)).toEqual([]);
  });
});
