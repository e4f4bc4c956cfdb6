import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { repositoryRoot, runPython } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { temporaryFolder } from "./rig/headwater.ts";

const folder = temporaryFolder("dbt-snowflake");
const compiledSql = new Map<string, string>();
let exitCode: number;
let output = "";

beforeAll(async () => {
  const result = await runPython({
    module: "dbt.cli.main",
    // Nothing connects: no cache of relations, no introspection, and unit tests would ask for columns.
    args: [
      "--no-use-colors",
      "compile",
      "--target",
      "prod",
      "--no-populate-cache",
      "--no-introspect",
      "--selector",
      "without_unit_tests",
      "--target-path",
      folder.path,
      "--log-path",
      folder.path,
    ],
    cwd: repositoryRoot,
    env: {
      ...process.env,
      SNOWFLAKE_ACCOUNT: "none",
      SNOWFLAKE_USER: "none",
      HEADWATER_SCHEMA_PREFIX: "pr_7_",
    },
    onLine: (line) => void (output += `${line}\n`),
  });
  exitCode = result.exitCode;
  for (const file of globSync("compiled/headwater/models/**/*.sql", { cwd: folder.path })) {
    compiledSql.set(path.basename(file, ".sql"), readFileSync(path.join(folder.path, file), "utf8"));
  }
});

afterAll(() => folder[Symbol.dispose]());

// This shows that each dispatched macro has a Snowflake form, not that Snowflake accepts it: that needs an account.
describe("the dbt project compiled for Snowflake", () => {
  it("compiles without an account", () => {
    expect({ exitCode, errors: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, errors: "" });
    expect(compiledSql.size).toBeGreaterThanOrEqual(20);
  });

  it("reads payloads and patterns in Snowflake's way, nowhere in DuckDB's", () => {
    expect(compiledSql.get("stg_equity__air_quality")).toContain("payload:nta_code::varchar");
    expect(compiledSql.get("stg_equity__school_locations")).toContain("regexp_substr(");
    const inDuckdbsWay = [...compiledSql].filter(([, sql]) =>
      /->>|regexp_extract\(| at time zone /.test(sql),
    );
    expect(inDuckdbsWay).toEqual([]);
  });

  it("builds a pull request beside production, by a prefix before each schema", () => {
    expect(compiledSql.get("fct_equity_scores")).toContain("HEADWATER.pr_7_intermediate.int_schools_located");
    expect(compiledSql.get("stg_equity__air_quality")).toContain("HEADWATER.bronze.air_quality");
  });
});
