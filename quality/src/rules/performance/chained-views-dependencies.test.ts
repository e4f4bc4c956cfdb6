import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { chainedViewsDependencies } from "./chained-views-dependencies.ts";

/**
 * step_1 reads the source, step_2 reads step_1 …; all are views but those that `other` changes, and the first ones may
 * be an installed package's.
 */
function chain(length: number, other: Readonly<Record<number, string>> = {}, installed = 0) {
  return Array.from({ length }, (_, index) => {
    const step = index + 1;
    return model(`step_${step}`, {
      materialized: other[step] ?? "view",
      parents: [step === 1 ? "pos.orders" : `step_${index}`],
      ...(step <= installed && { package: "other" }),
    });
  });
}
const raw = source("pos.orders");
const end = (step: number, materialized = "table") =>
  model("end", { materialized, parents: [`step_${step}`] });

describe("chained-views-dependencies", () => {
  it("reports a model below six views, with the chain from its start", () => {
    expect(checkRule(chainedViewsDependencies, project([raw, ...chain(6), end(6)]))).toMatchObject([
      {
        subject: { name: "end" },
        message:
          "reads through 6 views in a row (5 are allowed): step_1 → step_2 → step_3 → step_4 → step_5 → step_6",
        related: ["model.shop.step_1"],
        measure: 6,
      },
    ]);
  });

  it("shortens the path of a longer chain", () => {
    const findings = checkRule(chainedViewsDependencies, project([raw, ...chain(8), end(8)]));
    expect(findings.at(-1)?.message).toContain("(5 are allowed): step_1 → … → step_3 → step_4");
  });

  it("leaves a model below five views alone, unless the threshold says otherwise", () => {
    const shop = project([raw, ...chain(5), end(5)]);
    expect(foundNames(chainedViewsDependencies, shop)).toEqual([]);
    expect(foundNames(chainedViewsDependencies, shop, { options: { threshold: 4 } })).toEqual(["end"]);
  });

  it("counts ephemeral models, and breaks the chain at tables", () => {
    const ephemeral = project([raw, ...chain(6, { 3: "ephemeral" }), end(6)]);
    expect(foundNames(chainedViewsDependencies, ephemeral)).toEqual(["end"]);
    const table = project([raw, ...chain(6, { 3: "table" }), end(6)]);
    expect(foundNames(chainedViewsDependencies, table)).toEqual([]);
  });

  it("begins to count at a view that is judged", () => {
    const below = (length: number) => project([raw, ...chain(length, {}, 2), end(length)]);
    expect(foundNames(chainedViewsDependencies, below(7))).toEqual([]);
    expect(checkRule(chainedViewsDependencies, below(8))).toMatchObject([
      { subject: { name: "end" }, related: ["model.shop.step_3"], measure: 6 },
    ]);
  });

  it("reports a view at the end as well", () => {
    expect(foundNames(chainedViewsDependencies, project([raw, ...chain(6), end(6, "view")]))).toEqual([
      "end",
    ]);
  });
});
