import { readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { rules } from "../rules/index.ts";
import { rulesIndex } from "../testing/rules-index.ts";
import { rulePage } from "./rule-page.ts";

/** The pages are generated: `npx vitest run quality/src/docs --update` writes them. */
const pages = join(import.meta.dirname, "..", "..", "..", "docs", "gate", "rules");

describe("the rules' pages", () => {
  it.each(rules)("hold what the rule $id says of itself", async (rule) => {
    await expect(rulePage(rule)).toMatchFileSnapshot(join(pages, `${rule.id}.md`));
  });

  it("are listed in the index", async () => {
    await expect(rulesIndex(rules)).toMatchFileSnapshot(join(pages, "README.md"));
  });

  it("are those of rules that exist", () => {
    const expected = ["README.md", ...rules.map((rule) => `${rule.id}.md`)];
    expect(readdirSync(pages).toSorted()).toEqual(expected.toSorted());
  });
});
