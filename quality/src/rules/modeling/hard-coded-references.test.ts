import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { hardCodedReferences } from "./hard-coded-references.ts";

const budget = model("budget", { sql: "select 1\nfrom finance.plan as p\njoin `x.y` on true\n" });
const inJinjaComment = model("old", { sql: "{# from raw.orders #} select 1" });

describe("hard-coded-references", () => {
  it("reports a model once, with all its references and the place of the first", () => {
    const [finding, ...others] = checkRule(hardCodedReferences, project([budget]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subject: { name: "budget" },
      message: "has 2 hard-coded references: `x.y` and finance.plan",
      measure: 2,
    });
    const place = finding?.place;
    expect(place?.at === "sql" && budget.rawCode.search(place.pattern)).toBe(budget.rawCode.indexOf("join"));
  });

  it.each([{ markers: ["--"] }, { markers: ["//", "--"] }, { markers: [] }])(
    "points behind the same text in a comment of its line: $markers",
    ({ markers }) => {
      const comments = markers.map((marker) => `${marker} select 1 FROM raw.orders\n`).join("");
      const orders = model("orders", { sql: `${comments}select 1 from raw.orders` });
      const [finding] = checkRule(hardCodedReferences, project([orders]), {
        options: { comment_markers: markers },
      });
      const place = finding?.place;
      const from = orders.rawCode.indexOf("from");
      expect(place?.at === "sql" && orders.rawCode.search(place.pattern)).toBe(from);
    },
  );

  it("leaves ref, source, Python models and -- comments alone", () => {
    const shop = project([
      model("clean", { sql: "select 1 from {{ ref('a') }} -- from raw.orders \n" }),
      { ...model("in_python", { sql: "x = 1 # from raw.orders \n" }), language: "python" },
    ]);
    expect(foundNames(hardCodedReferences, shop)).toEqual([]);
  });

  it("follows its options about comments", () => {
    const shop = project([inJinjaComment, model("slashes", { sql: "select 1 // from raw.orders \n" })]);
    expect(foundNames(hardCodedReferences, shop)).toEqual(["old", "slashes"]);
    const options = { skip_jinja_comments: true, comment_markers: ["//"] };
    expect(foundNames(hardCodedReferences, shop, { options })).toEqual([]);
  });
});
