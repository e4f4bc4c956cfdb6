import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { selectStar } from "./select-star.ts";

const star = { sql: "select * from {{ ref('orders') }}" };

describe("select-star", () => {
  it("reports a model whose columns nothing lists", () => {
    expect(checkRule(selectStar, project([model("fct_a", star)]))).toMatchObject([
      {
        subject: { name: "fct_a" },
        message: "gives out all columns of what it reads, as nothing in its code lists them",
        place: { at: "sql", isLast: true },
      },
    ]);
  });

  it("points at a star that stands for columns, and neither at a product nor at a count", () => {
    const [finding] = checkRule(selectStar, project([model("fct_a", star)]));
    const stars = (sql: string) =>
      finding?.place?.at === "sql" ? sql.split(finding.place.pattern).length - 1 : 0;
    expect(stars("select *, id from a")).toBe(1);
    expect(stars("SELECT distinct\n  orders . * from orders")).toBe(1);
    expect(stars("select id, `a`.* from a")).toBe(1);
    expect(stars("select a * b, count(*), sum(c) * 2 from a")).toBe(0);
  });

  it("leaves models that list their columns, and Python models, alone", () => {
    const shop = project([
      model("fct_a", { sql: "select id from {{ ref('orders') }}" }),
      { ...model("fct_b", star), language: "python" },
    ]);
    expect(foundNames(selectStar, shop)).toEqual([]);
  });

  it("takes the layers from the options", () => {
    const shop = project([model("fct_a", star), model("stg_b", star)]);
    expect(foundNames(selectStar, shop)).toEqual(["fct_a", "stg_b"]);
    expect(foundNames(selectStar, shop, { options: { layers: ["marts"] } })).toEqual(["fct_a"]);
  });
});
