// Compares the gate with dbt-project-evaluator 1.x on one project: installs a checkout of it into a copy of the project,
// lets dbt build its models on DuckDB, and sets each of its rules beside the gate's rule of the same meaning.
//
//   node scripts/compare-with-evaluator.ts --evaluator DIR [--dbt-utils DIR] [--project DIR] [--config headwater.yml]
//
// The checkout can also be named by DBT_PROJECT_EVALUATOR. Without one this prints that it skipped, and ends well.
// The evaluator needs dbt_utils: a checkout of it by --dbt-utils (or DBT_UTILS), else dbt fetches it from its hub.
// Version 2 has no tables to compare with: its rules are checks of dbt 2.
// Without --project it is the project in quality/fixtures/evaluator-project. The evaluator's own test project is
// --project CHECKOUT/integration_tests. The evaluator's variables in the project's dbt_project.yml become the gate's
// configuration, unless one is given; its seed of exceptions is left out, as both are to say everything.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";

import { configFromVars, evaluatorVars } from "./evaluator/config-from-vars.ts";
import { compareRule, ruleTables, type EvaluatorRow, type GateFinding } from "./evaluator/compare-rule.ts";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    evaluator: { type: "string" },
    "dbt-utils": { type: "string" },
    project: { type: "string" },
    config: { type: "string" },
  },
});
const evaluator = values.evaluator ?? process.env["DBT_PROJECT_EVALUATOR"];
if (evaluator === undefined || !existsSync(join(evaluator, "dbt_project.yml"))) {
  console.log(
    evaluator === undefined
      ? "skipped: no checkout of dbt-project-evaluator is given (--evaluator DIR or DBT_PROJECT_EVALUATOR)"
      : `skipped: ${evaluator} holds no dbt_project.yml`,
  );
  process.exit(0);
}
if (!existsSync(join(evaluator, "models/marts/core/int_all_graph_resources.sql"))) {
  console.log(`skipped: ${evaluator} is no checkout of version 1 of dbt-project-evaluator`);
  process.exit(0);
}

const project = resolve(values.project ?? join(root, "quality/fixtures/evaluator-project"));
const exceptions = "dbt_project_evaluator_exceptions";
const copy = mkdtempSync(join(tmpdir(), "compare-with-evaluator-"));
try {
  process.exitCode = compare(resolve(evaluator)) ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function compare(checkout: string): boolean {
  cpSync(project, copy, { recursive: true });
  installPackages(checkout);
  overrideMacros();
  emptyExceptions();
  const profile = {
    target: "dev",
    outputs: { dev: { type: "duckdb", path: join(copy, "evaluator.duckdb") } },
  };
  const { profile: profileName } = readYaml("dbt_project.yml");
  writeFileSync(join(copy, "profiles.yml"), stringify({ [String(profileName)]: profile }));
  runDbt("deps");
  // Not their tests: those of the evaluator's own test project want seeds that are not built here.
  const built = ["--resource-type", "model", "--resource-type", "seed"];
  runDbt("build", ...built, "--select", "package:dbt_project_evaluator", exceptions);

  const findings = gateFindings();
  const tables = evaluatorTables();
  let agrees = true;
  for (const [rule, table] of Object.entries(ruleTables)) {
    const rows = tables[table.name];
    if (rows === undefined) {
      console.log(`?  ${rule}: the evaluator built no ${table.name}`);
      agrees = false;
      continue;
    }
    const { same, onlyEvaluator, onlyGate } = compareRule(
      table,
      rows,
      findings.filter((each) => each.rule === rule),
    );
    const isEqual = onlyEvaluator.length === 0 && onlyGate.length === 0;
    agrees &&= isEqual;
    console.log(`${isEqual ? "=" : "x"}  ${rule}: ${same.length} the same`);
    for (const text of onlyEvaluator) console.log(`     only the evaluator: ${text}`);
    for (const text of onlyGate) console.log(`     only the gate:      ${text}`);
  }
  console.log(
    "left out: the evaluator's exceptions, and the seeds and snapshots that it lists in direct-join-to-source",
  );
  return agrees;
}

/** The evaluator and dbt_utils beside the project's own packages; a stand-in named dbt_utils gives way to the real one. */
function installPackages(checkout: string): void {
  const own = existsSync(join(copy, "packages.yml")) ? readYaml("packages.yml")["packages"] : [];
  const kept = (Array.isArray(own) ? own : [])
    .map(fromProject)
    .filter(
      (entry) =>
        !/dbt[_-](utils|project[_-]evaluator)/.test(JSON.stringify(entry)) && !isSameFolder(entry, checkout),
    );
  const utils = values["dbt-utils"] ?? process.env["DBT_UTILS"];
  const dbtUtils =
    utils === undefined
      ? { package: "dbt-labs/dbt_utils", version: [">=1.0.0", "<2.0.0"] }
      : { local: resolve(utils) };
  let local = checkout;
  if (utils !== undefined) {
    // The checkout asks the hub for dbt_utils; its copy takes the one that is given.
    local = join(copy, "evaluator-checkout");
    cpSync(checkout, local, {
      recursive: true,
      filter: (path) => !/[\\/](\.git|integration_tests\w*)$/.test(path),
    });
    writeFileSync(join(local, "packages.yml"), stringify({ packages: [dbtUtils] }));
    rmSync(join(local, "package-lock.yml"), { force: true });
  }
  rmSync(join(copy, "package-lock.yml"), { force: true });
  writeFileSync(join(copy, "packages.yml"), stringify({ packages: [...kept, { local }, dbtUtils] }));
}

/** A package in a folder is found from where the project lies, not from where its copy does. */
function fromProject(entry: unknown): unknown {
  return isLocal(entry) ? { ...entry, local: resolve(project, entry.local) } : entry;
}

function isSameFolder(entry: unknown, folder: string): boolean {
  return isLocal(entry) && existsSync(entry.local) && realpathSync(entry.local) === realpathSync(folder);
}

function isLocal(entry: unknown): entry is { readonly local: string } {
  return typeof entry === "object" && entry !== null && "local" in entry && typeof entry.local === "string";
}

/** On DuckDB the evaluator needs its own variants of a few of dbt's macros to come first. */
function overrideMacros(): void {
  const dbtProject = readYaml("dbt_project.yml");
  const dispatch = { macro_namespace: "dbt", search_order: ["dbt_project_evaluator", "dbt"] };
  writeFileSync(
    join(copy, "dbt_project.yml"),
    stringify({ ...dbtProject, dispatch: dbtProject["dispatch"] ?? [dispatch] }),
  );
}

/** Leaves one row that excepts nothing: the columns of an empty seed would have no type. */
function emptyExceptions(): void {
  for (const file of globSync(`**/${exceptions}.csv`, { cwd: copy }))
    writeFileSync(join(copy, file), "fct_name,column_name,id_to_exclude,comment\nnone,none,none,none\n");
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  // dbt's YAML files are mappings.
  return parse(readFileSync(join(copy, file), "utf8")) as Record<string, unknown>;
}

function runDbt(...args: readonly string[]): void {
  const dbt = join(root, ".venv", process.platform === "win32" ? "Scripts/dbt.exe" : "bin/dbt");
  run(dbt, [...args, "--profiles-dir", "."]);
}

/** The gate's findings over the manifest that this very dbt run wrote. */
function gateFindings(): readonly GateFinding[] {
  const config = values.config === undefined ? writeConfig() : resolve(values.config);
  const args = ["gate", "--project-dir", copy, "--config", config, "--format", "json", "--fail-on", "never"];
  const output = run(process.execPath, [join(root, "cli/src/headwater.ts"), ...args]);
  return (JSON.parse(output) as { findings: readonly GateFinding[] }).findings;
}

/** Writes the configuration that follows from the evaluator's variables, and gives its path. */
function writeConfig(): string {
  const vars = evaluatorVars(readYaml("dbt_project.yml"));
  const packages = globSync("dbt_packages/*/dbt_project.yml", { cwd: copy })
    .filter((file) => dirname(file) !== join("dbt_packages", "dbt_project_evaluator"))
    .map((file) => String(readYaml(file)["name"]));
  const file = join(copy, "compared.yml");
  writeFileSync(file, stringify(configFromVars(vars, packages)));
  return file;
}

/** The rows of every table named fct_… that the evaluator built. */
function evaluatorTables(): Readonly<Record<string, readonly EvaluatorRow[]>> {
  const python = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const output = run(python, [
    join(root, "scripts/evaluator/read_tables.py"),
    join(copy, "evaluator.duckdb"),
  ]);
  return JSON.parse(output) as Record<string, readonly EvaluatorRow[]>;
}

function run(command: string, args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: copy,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  if (error) throw error;
  if (status !== 0) {
    const end = `${stdout}${stderr}`.trimEnd().split("\n").slice(-20).join("\n");
    throw new Error(`${command} ${args.join(" ")} ended with exit code ${status}:\n${end}`);
  }
  return stdout;
}
