import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undocumentedPublicModels } from "./undocumented-public-models.ts";

const description = "One row per order.";
const columns = { id: { description: "The key." } };
const messages = (spec: object) =>
  checkRule(undocumentedPublicModels, project([model("orders", { access: "public", ...spec })])).map(
    (finding) => finding.message,
  );

describe("undocumented-public-models", () => {
  it("reports what a public model lacks", () => {
    expect(messages({})).toEqual(["is public and has no description and no declared columns"]);
    expect(messages({ description })).toEqual(["is public and has no declared columns"]);
    expect(messages({ columns })).toEqual(["is public and has no description"]);
    expect(messages({ description, columns: { ...columns, total: {}, at: { description: " " } } })).toEqual([
      "is public and has no description of the columns total and at",
    ]);
  });

  it("is worse with every description that is missing, and not compared where no column is declared", () => {
    const measureOf = (spec: object) => {
      const side = project([model("orders", { access: "public", ...spec })]);
      return checkRule(undocumentedPublicModels, side)[0]?.measure;
    };
    expect(measureOf({ columns })).toBe(1);
    expect(measureOf({ columns: { ...columns, total: {}, at: {} } })).toBe(3);
    expect(measureOf({ description, columns: { total: {} } })).toBe(1);
    expect(measureOf({})).toBeUndefined();
  });

  it("leaves a public model with all descriptions alone, and models that are not public", () => {
    expect(messages({ description, columns })).toEqual([]);
    expect(messages({ access: "protected" })).toEqual([]);
  });
});
