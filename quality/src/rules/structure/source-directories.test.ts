import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { sourceDirectories } from "./source-directories.ts";

describe("source-directories", () => {
  it("reports a source that is declared outside a folder of its name", () => {
    const shop = project([
      source("weather.days", { folder: "staging/pos" }),
      source("weather.hours", { path: "models/staging/weather.yml" }),
    ]);
    expect(checkRule(sourceDirectories, shop)).toMatchObject([
      {
        subject: { name: "days" },
        message: "is a table of the source weather and declared in models/staging/pos/",
        fix: "Move the declaration to models/staging/weather/_weather__sources.yml.",
      },
      { subject: { name: "hours" } },
    ]);
  });

  it("names the configured staging folder", () => {
    const layers = [{ name: "staging", prefixes: ["stg_"], folder: "clean" }];
    const shop = project([source("weather.days", { folder: "x" })]);
    expect(checkRule(sourceDirectories, shop, { layers })).toMatchObject([
      { fix: "Move the declaration to models/clean/weather/_weather__sources.yml." },
    ]);
  });

  it("leaves a source below a folder of its name alone", () => {
    const shop = project([
      source("pos.orders", { folder: "staging/pos" }),
      source("pos.lines", { folder: "staging/pos/tills" }),
    ]);
    expect(foundNames(sourceDirectories, shop)).toEqual([]);
  });
});
