import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, seed } from "../../testing/nodes.ts";
import { group, project } from "../../testing/project.ts";
import { requiredOwner } from "./required-owner.ts";

const nobody = { name: undefined, emails: [], extra: {} };

describe("required-owner", () => {
  it("reports marts and exposures without an owner", () => {
    const shop = project([model("fct_a"), exposure("board", { owner: nobody })]);
    expect(checkRule(requiredOwner, shop)).toMatchObject([
      { subject: { name: "fct_a" }, message: "has no owner" },
      { subject: { name: "board" } },
    ]);
  });

  it("reports a blank name and blank addresses", () => {
    const blank = { name: " ", emails: ["", " "], extra: {} };
    expect(foundNames(requiredOwner, project([exposure("board", { owner: blank })]))).toEqual(["board"]);
  });

  it("is content with a name, an address, and a group's owner", () => {
    const shop = project(
      [
        exposure("a", { owner: { ...nobody, name: "Board team" } }),
        exposure("b", { owner: { ...nobody, emails: ["board@shop.example"] } }),
        model("fct_c", { group: "finance" }),
      ],
      { groups: [group("finance")] },
    );
    expect(foundNames(requiredOwner, shop)).toEqual([]);
  });

  it("looks where its options say, once", () => {
    const shop = project([
      model("fct_a"),
      model("stg_b"),
      seed("kinds"),
      exposure("board", { owner: nobody }),
    ]);
    const options = { layers: ["staging"], resource_types: ["model", "seed", "model"] };
    expect(foundNames(requiredOwner, shop, { options })).toEqual(["stg_b", "kinds"]);
    expect(foundNames(requiredOwner, shop)).toEqual(["fct_a", "board"]);
  });
});
