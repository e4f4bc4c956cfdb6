import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model, seed } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { undocumentedModels } from "./undocumented-models.ts";

describe("undocumented-models", () => {
  it("reports models without a description, and with blanks for one", () => {
    const shop = project([model("bare"), model("blank", { description: " \n" })]);
    expect(checkRule(undocumentedModels, shop)).toMatchObject([
      { subject: { name: "bare" }, message: "has no description" },
      { subject: { name: "blank" } },
    ]);
  });

  it("leaves described models, other resources and packages alone", () => {
    const shop = project([
      model("orders", { description: "One row per order." }),
      model("package_model", { package: "other" }),
      seed("kinds"),
    ]);
    expect(checkRule(undocumentedModels, shop)).toEqual([]);
  });
});
