import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { repositoryRoot, runPython } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { temporaryFolder } from "./rig/headwater.ts";

const dbtParts = ["dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "snapshots", "tests"];
const folder = temporaryFolder("dbt-contract");

beforeAll(async () => {
  for (const part of dbtParts) {
    cpSync(path.join(repositoryRoot, part), path.join(folder.path, part), { recursive: true });
  }
  await createBronzeOfBoroughs(path.join(folder.path, "warehouse.duckdb"));
});

afterAll(() => folder[Symbol.dispose]());

/** The one Bronze table that the mart dim_borough is built from, without rows. */
async function createBronzeOfBoroughs(warehouse: string): Promise<void> {
  const instance = await DuckDBInstance.create(warehouse);
  try {
    const connection = await instance.connect();
    await connection.run("create schema bronze");
    await connection.run(
      "create table bronze.pm25_seasonal (_file varchar, _version integer, _row bigint, payload json, errors json)",
    );
    // The instance holds the file until its connections are closed.
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

/** Declares pm25_year as text, which it is not, and a column that the mart does not have. */
function breakContractOfBoroughs(): void {
  const file = path.join(folder.path, "models", "marts", "equity", "_equity__models.yml");
  const declared = readFileSync(file, "utf8");
  const broken = declared.replace(
    /(- name: pm25_year\n +description: .*\n +data_type: )integer\n/,
    "$1varchar\n      - name: population\n        data_type: integer\n",
  );
  expect(broken).not.toBe(declared);
  writeFileSync(file, broken);
}

async function buildBoroughs(): Promise<{ readonly exitCode: number; readonly output: string }> {
  const lines: string[] = [];
  const { exitCode } = await runPython({
    module: "dbt.cli.main",
    args: [
      "--no-use-colors",
      "build",
      "--target",
      "dev",
      "--select",
      "+dim_borough",
      "--resource-type",
      "model",
      "seed",
    ],
    cwd: folder.path,
    env: { ...process.env, HEADWATER_DUCKDB: path.join(folder.path, "warehouse.duckdb") },
    onLine: (line) => lines.push(line),
  });
  return { exitCode, output: lines.join("\n") };
}

describe("a mart whose contract is broken", () => {
  it("fails and says which column differs, how, and what was declared", async () => {
    breakContractOfBoroughs();
    const { exitCode, output } = await buildBoroughs();
    expect(output).toContain("Compilation Error in model dim_borough (models/marts/equity/dim_borough.sql)");
    expect(output).toContain("This model has an enforced contract that failed.");
    expect(output).toMatch(/\| pm25_year +\| INTEGER +\| VARCHAR +\| data type mismatch +\|/);
    expect(output).toMatch(/\| population +\| +\| INTEGER +\| missing in definition +\|/);
    expect(exitCode).toBe(1);
  });
});
