import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { root, temporaryFolder } from "../rig/headwater.ts";
import { copyDbtProject, parseProject, ProjectChange } from "./dbt-project.ts";

const folder = temporaryFolder("pull-request");
const project = join(folder.path, "project");
const models = "models/marts/equity/_equity__models.yml";

beforeAll(() => {
  copyDbtProject(project);
  parseProject(project, join(folder.path, "base"));
  const change = new ProjectChange(project);
  // A column that the exposure reads is dropped, from the code and from the contract.
  change.replace("models/marts/equity/dim_school.sql", "        schools.longitude,\n", "");
  change.replaceBehind(
    models,
    "name: dim_school",
    "      - name: longitude\n        description: Degrees east, so negative here.\n        data_type: decimal(9, 6)\n",
    "",
  );
  // A test is loosened.
  change.replaceBehind(
    models,
    "name: dim_school",
    "arguments: {to: ref('dim_borough'), field: borough_id}",
    "arguments: {to: ref('dim_borough'), field: borough_id}\n              config: {severity: warn}",
  );
  // A model comes without description and tests.
  change.write(
    "models/intermediate/equity/int_schools_counted.sql",
    "select borough_id, count(*) as school_count\nfrom {{ ref('stg_equity__school_locations') }}\ngroup by borough_id\n",
  );
  change.apply();
  parseProject(project, join(folder.path, "head"));
}, 300_000);
afterAll(() => folder[Symbol.dispose]());

function gate(head: string, base: string, ...words: readonly string[]) {
  const command = join(root, "cli", "src", "headwater.ts");
  const sides = ["--target-path", join(folder.path, head), "--base", join(folder.path, base)];
  const done = spawnSync(process.execPath, [command, "gate", ...sides, ...words], {
    cwd: project,
    encoding: "utf8",
  });
  return { exitCode: done.status, out: done.stdout };
}

interface Finding {
  readonly rule: string;
  readonly status: string;
  readonly severity: string;
  readonly name: string;
  readonly column?: string;
  readonly file: string;
  readonly line: number;
  readonly cannot_judge?: true;
}

/** The findings that count, as lines. */
function counting(head: string, base: string) {
  const { exitCode, out } = gate(head, base, "--json");
  // Our own reporter's shape, which a unit test proves.
  const { findings } = JSON.parse(out) as { readonly findings: readonly Finding[] };
  return { exitCode, findings: findings.filter((finding) => finding.status === "new") };
}

describe("a pull request that drops a column, loosens a test and adds a bare model", () => {
  it("gets exactly the findings that the recommended configuration promises", () => {
    const { exitCode, findings } = counting("head", "base");
    /** The place of the first line with a text, behind the first line with another. */
    const lineOf = (file: string, text: string, behind = "") => {
      const lines = readFileSync(join(project, file), "utf8").split("\n");
      const from = lines.findIndex((line) => line.includes(behind));
      return `${file}:${lines.findIndex((line, at) => at >= from && line.includes(text)) + 1}`;
    };
    const model = "models/intermediate/equity/int_schools_counted.sql:1";
    expect(findings.map(({ rule, severity, file, line }) => `${severity} ${rule} ${file}:${line}`)).toEqual([
      `error exposure-columns ${lineOf("models/marts/equity/_equity__exposures.yml", "dim_school: [")}`,
      `error breaking-contract-changes ${lineOf(models, "columns:", "- name: dim_school")}`,
      `error weakened-tests ${lineOf(models, "- relationships:", "- name: dim_school")}`,
      "warn documentation-coverage dbt_project.yml:1",
      "warn test-coverage dbt_project.yml:1",
      `warn missing-primary-key-tests ${model}`,
      `warn orphan-nodes ${model}`,
      `warn undocumented-models ${model}`,
    ]);
    expect(exitCode).toBe(1);
  });

  it("sees them as annotations and as a comment", async () => {
    const golden = (name: string) => join(import.meta.dirname, "golden", name);
    const { out: annotations } = gate("head", "base", "--format", "github");
    await expect(annotations).toMatchFileSnapshot(golden("pull-request.annotations.txt"));
    const { out: comment } = gate("head", "base", "--format", "comment");
    await expect(comment).toMatchFileSnapshot(golden("pull-request.comment.md"));
  });

  it("hears that nobody can judge the column where neither a contract nor a catalog tells it", () => {
    for (const side of ["base", "head"]) withoutContracts(side);
    const { findings } = counting("head-loose", "base-loose");
    const unsure = findings.filter((finding) => finding.cannot_judge);
    expect(unsure.map(({ rule, name, column }) => `${rule} ${name} ${column}`)).toEqual([
      "breaking-column-changes dim_school longitude",
    ]);
  });
});

interface ManifestNode {
  readonly contract?: { enforced: boolean };
  readonly config: { contract?: { enforced: boolean } };
}

/** Writes a side's manifest again, as if no model enforced a contract. */
function withoutContracts(side: string): void {
  const manifest = JSON.parse(readFileSync(join(folder.path, side, "manifest.json"), "utf8")) as {
    readonly nodes: Readonly<Record<string, ManifestNode>>;
  };
  for (const { contract, config } of Object.values(manifest.nodes)) {
    if (contract) contract.enforced = false;
    if (config.contract) config.contract.enforced = false;
  }
  mkdirSync(join(folder.path, `${side}-loose`));
  writeFileSync(join(folder.path, `${side}-loose`, "manifest.json"), JSON.stringify(manifest));
}
