import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { rootModels } from "./root-models.ts";

describe("root-models", () => {
  it("reports a model that reads nothing", () => {
    expect(checkRule(rootModels, project([model("calendar")]))).toMatchObject([
      {
        subject: { name: "calendar" },
        message: "reads no source and no other model",
        place: { at: "code" },
      },
    ]);
  });

  it("leaves a model alone that reads a source, a seed, a snapshot or a model", () => {
    const shop = project([
      source("pos.orders"),
      seed("kinds"),
      snapshot("history", { parents: ["pos.orders"] }),
      model("a", { parents: ["pos.orders"] }),
      model("b", { parents: ["kinds"] }),
      model("c", { parents: ["history"] }),
      model("d", { parents: ["a"] }),
    ]);
    expect(foundNames(rootModels, shop)).toEqual([]);
  });

  it("counts a parent of an installed package", () => {
    const shop = project([
      source("crm.people", { package: "other" }),
      model("people", { parents: ["crm.people"] }),
    ]);
    expect(foundNames(rootModels, shop)).toEqual([]);
  });

  it("leaves the semantic layer's time spine alone", () => {
    expect(foundNames(rootModels, project([model("all_days", { isTimeSpine: true })]))).toEqual([]);
  });
});
