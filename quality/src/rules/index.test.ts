import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { optionNotes } from "../options.ts";
import { rules } from "./index.ts";

/** Rule modules lie in one folder a category: rules/<category>/<rule-id>.ts. */
const modules = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder.name))
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => `${folder.name}/${file.slice(0, -".ts".length)}`),
  );

describe("the list of rules", () => {
  it("has every module of the folders, each once", () => {
    const listed = rules.map((rule) => `${rule.category}/${rule.id}`);
    expect(listed.toSorted()).toEqual(modules.toSorted());
  });

  it.each(rules)(
    "$id is documented, tested, and has a default and a description for every option",
    (rule) => {
      expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      for (const text of [rule.title, ...Object.values(rule.docs)]) expect(text.trim()).not.toBe("");
      expect(existsSync(join(import.meta.dirname, rule.category, `${rule.id}.test.ts`))).toBe(true);
      expect(v.is(rule.optionsSchema, {})).toBe(true);
      expect(v.is(rule.optionsSchema, { "no such option": 1 })).toBe(false);
      for (const [key, schema] of Object.entries(rule.optionsSchema.entries)) {
        expect(key).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
        expect(optionNotes(schema).description, `option ${key}`).toBeTruthy();
      }
    },
  );
});
