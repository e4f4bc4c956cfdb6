import { describe, expect, it } from "vitest";

import { model } from "../testing/nodes.ts";
import { project, type ProjectSpec } from "../testing/project.ts";
import { checkComparable } from "./check-comparable.ts";

const manifest = (spec: ProjectSpec = {}, schema = "analytics") =>
  project([model("a", { schema }), model("b", { schema })], spec).manifest;

describe("checkComparable", () => {
  it("refuses another adapter, and says both", () => {
    expect(() => checkComparable(manifest({ adapter: "snowflake" }), manifest())).toThrow(
      /its adapter is duckdb, head's is snowflake/,
    );
  });

  it("refuses another project", () => {
    const head = manifest();
    const other = { ...head, metadata: { ...head.metadata, projectName: "bakery" } };
    expect(() => checkComparable(head, other)).toThrow(/its project is bakery, head's is shop/);
  });

  it("warns of another dbt version, but not of another patch", () => {
    expect(checkComparable(manifest(), manifest({ dbtVersion: "1.10.4" }))).toEqual([
      expect.stringContaining("dbt 1.10.4, head by dbt 1.11.0"),
    ]);
    expect(checkComparable(manifest(), manifest({ dbtVersion: "1.11.9" }))).toEqual([]);
  });

  it("warns of another target when most relations lie elsewhere", () => {
    expect(checkComparable(manifest(), manifest({}, "dev_ada"))).toEqual([
      expect.stringContaining("2 of 2 relations"),
    ]);
    expect(checkComparable(manifest(), manifest())).toEqual([]);
  });
});
