import { describe, expect, it } from "vitest";

import { gateFileSchema } from "../../quality/src/config/schema.ts";
import { v } from "../../quality/src/index.ts";
import { rules } from "../../quality/src/rules/index.ts";
import { configFromVars, evaluatorVars } from "./config-from-vars.ts";

const config = (vars: Record<string, unknown>, packages: readonly string[] = []) =>
  // The gate's own schema fills in what is left out, and refuses what no rule has.
  v.parse(gateFileSchema(rules, "refuse"), configFromVars(vars, packages)).gate;

describe("configFromVars", () => {
  it("takes the evaluator's defaults where the project says nothing", () => {
    expect(config({})).toMatchObject({
      include_packages: [],
      exclude_paths: [],
      layers: [
        { name: "base", prefixes: ["base_"], folder: "base" },
        { name: "staging", prefixes: ["stg_"], folder: "staging" },
        { name: "intermediate", prefixes: ["int_"], folder: "intermediate" },
        { name: "marts", prefixes: ["fct_", "dim_"], folder: "marts" },
        { name: "other", prefixes: ["rpt_"] },
      ],
      rules: {},
    });
  });

  it("makes options of thresholds, and leaves out what is Jinja", () => {
    const vars = {
      too_many_joins_threshold: 3,
      chained_views_threshold: "{{ 5 if target.type == 'duckdb' else 4 }}",
      primary_key_test_macros: [["dbt.test_unique"]],
      enforced_primary_key_node_types: ["model", "seed"],
    };
    expect(config(vars).rules).toEqual({
      "too-many-joins": { options: { threshold: 3 } },
      "missing-primary-key-tests": {
        options: { test_sets: [["dbt.test_unique"]], resource_types: ["model", "seed"] },
      },
    });
  });

  it("leaves out packages and paths as the evaluator does", () => {
    const vars = {
      exclude_packages: ["tools"],
      exclude_paths_from_project: ["/archive/", "^models/old/.*", "pos.tills"],
    };
    expect(config(vars, ["tools", "shared"])).toMatchObject({
      include_packages: ["shared"],
      exclude_paths: ["/archive/", "models/old/", "pos.tills"],
    });
    expect(config({ exclude_packages: ["all"] }, ["tools"]).include_packages).toEqual([]);
  });

  it("adds a model type with one prefix and no folder", () => {
    const vars = { model_types: ["staging", "util"], util_prefixes: "util_" };
    expect(config(vars).layers?.[1]).toEqual({ name: "util", prefixes: ["util_"] });
  });
});

describe("evaluatorVars", () => {
  it("lets the package's variables win over the project's", () => {
    const vars = { a: 1, b: 2, dbt_project_evaluator: { b: 3 } };
    expect(evaluatorVars({ vars })).toMatchObject({ a: 1, b: 3 });
    expect(evaluatorVars({})).toEqual({});
  });
});
