import { describe, expect, it } from "vitest";

import { builtInConfig } from "../config/load-config.ts";
import type { Place, RuleFinding } from "../finding.ts";
import { model } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import { placeFindings } from "./place-findings.ts";

const head = project([model("orders", { path: "models/orders.sql" })]);

/** The file of one finding in a project that lies in `folder`, for a gate that runs in `cwd`. */
function fileOf(cwd: string, folder: string, place: Place = { at: "code" }) {
  const subject = head.graph.byType("model")[0];
  if (subject === undefined) throw new Error("The project has a model.");
  const finding: RuleFinding = { subject, message: "is odd", place };
  const [placed] = placeFindings(
    [
      {
        rule: "model-fanout",
        severity: "warn",
        status: "new",
        finding,
        identity: "a",
        measureBefore: undefined,
        suppression: undefined,
      },
    ],
    {
      name: "shop",
      files: { folder, shownFolder: ".", artifacts: `${folder}/target`, baseArtifacts: undefined },
      cwd,
      head,
      base: undefined,
      config: builtInConfig(cwd, []),
    },
  );
  return placed?.file;
}

describe("placeFindings", () => {
  it.each([
    ["/repo/shop", "/repo/shop", "models/orders.sql"],
    ["/repo", "/repo/dbt/shop", "dbt/shop/models/orders.sql"],
    ["/repo/tools", "/repo/shop", "../shop/models/orders.sql"],
    ["/repo/shop/models", "/repo/shop", "../models/orders.sql"],
  ])("names files from where the gate runs: in %s for the project in %s", (cwd, folder, file) => {
    expect(fileOf(cwd, folder)).toBe(file);
  });

  it.each([
    ["models/./staging/../orders.sql", "models/orders.sql"],
    ["../other/orders.sql", "../other/orders.sql"],
    ["/repo/shop/models/orders.sql", "models/orders.sql"],
  ])("names %s by the shortest way", (file, shown) => {
    expect(fileOf("/repo/shop", "/repo/shop", { at: "file", file })).toBe(shown);
  });
});
