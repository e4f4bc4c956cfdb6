import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, seed } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { requiredTags } from "./required-tags.ts";

const shop = project([
  model("fct_none"),
  model("fct_both", { tags: ["daily", "gold"] }),
  model("stg_daily", { tags: ["daily"] }),
  seed("kinds"),
]);

describe("required-tags", () => {
  it("reports what lacks one of all tags, and what has none of any", () => {
    const options = { all_of: ["gold", "owned"], any_of: ["daily", "hourly"] };
    expect(checkRule(requiredTags, shop, { options })).toMatchObject([
      {
        subject: { name: "fct_none" },
        message: "lacks the tag gold and owned, and has none of the tags daily and hourly",
        place: { at: "key", path: ["config", "tags"] },
      },
      { subject: { name: "fct_both" }, message: "lacks the tag owned" },
      { subject: { name: "stg_daily" }, message: "lacks the tag gold and owned" },
    ]);
  });

  it("is content with one of any, and with all of all", () => {
    expect(foundNames(requiredTags, shop, { options: { any_of: ["hourly", "daily"] } })).toEqual([
      "fct_none",
    ]);
    expect(foundNames(requiredTags, shop, { options: { any_of: ["gold"] } })).toEqual([
      "fct_none",
      "stg_daily",
    ]);
    expect(foundNames(requiredTags, shop, { options: { all_of: ["daily", "gold"] } })).toEqual([
      "fct_none",
      "stg_daily",
    ]);
  });

  it("finds nothing without options, and looks where they say, once", () => {
    expect(foundNames(requiredTags, shop)).toEqual([]);
    const options = { all_of: ["x"], layers: ["staging"], resource_types: ["seed", "model", "seed"] };
    expect(foundNames(requiredTags, shop, { options })).toEqual(["kinds", "stg_daily"]);
  });
});
