// Parses quality/fixtures/evaluator-project with dbt and writes its manifest beside it, made small and repeatable:
// sorted, without dbt's own macros, and without times and the run's ids.
//
//   node scripts/make-evaluator-fixture.ts           write the manifest
//   node scripts/make-evaluator-fixture.ts --check   exit 1 if the written one differs
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const fixture = join(root, "quality/fixtures/evaluator-project");
const target = join(fixture, "artifacts/manifest.json");

const manifest = parseWithDbt();
if (!process.argv.includes("--check")) {
  writeFileSync(target, manifest);
  console.log(`written ${target}`);
} else if (existsSync(target) && readFileSync(target, "utf8") === manifest) {
  console.log("the fixture's manifest is current");
} else {
  console.error("The fixture's manifest is not current. Run: node scripts/make-evaluator-fixture.ts");
  process.exitCode = 1;
}

/** Runs in a copy, so that dbt leaves nothing in the fixture. */
function parseWithDbt(): string {
  const copy = mkdtempSync(join(tmpdir(), "evaluator-project-"));
  try {
    cpSync(fixture, copy, { recursive: true });
    for (const command of ["deps", "parse"]) runDbt(command, copy);
    return shortened(readFileSync(join(copy, "target/manifest.json"), "utf8"));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function runDbt(command: string, directory: string): void {
  const dbt = join(root, ".venv", process.platform === "win32" ? "Scripts/dbt.exe" : "bin/dbt");
  const { status, error, stdout } = spawnSync(dbt, [command, "--profiles-dir", "."], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`dbt ${command} ended with exit code ${status}:\n${stdout}`);
}

type Entry = Record<string, unknown>;

function shortened(text: string): string {
  // dbt's manifest is an object of objects; only the keys named here are touched.
  const manifest = JSON.parse(text) as Record<string, Record<string, Entry>>;
  const { metadata = {}, macros = {} } = manifest;
  for (const key of ["invocation_id", "invocation_started_at", "user_id", "project_id", "run_started_at"]) {
    delete metadata[key];
  }
  Object.assign(metadata, { generated_at: "2026-01-01T00:00:00Z" });
  const own = Object.entries(macros).filter(
    ([, macro]) => !/^dbt(_duckdb)?$/.test(String(macro["package_name"])),
  );
  const short = { ...manifest, macros: Object.fromEntries(own), docs: {}, child_map: {}, parent_map: {} };
  const parts = Object.entries(short).map(([part, entries]) => [
    part,
    part === "metadata" ? entries : sorted(entries),
  ]);
  return `${JSON.stringify(Object.fromEntries(parts), repeatable, 1)}\n`;
}

/** dbt parses in threads, so the order of a manifest's entries differs from run to run. */
function sorted(entries: Record<string, Entry>): Record<string, Entry> {
  return Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What differs from run to run and from machine to machine: dbt keeps what a model reads in sets without order. */
function repeatable(key: string, value: unknown): unknown {
  if (key === "created_at") return 0;
  if (key === "root_path") return null;
  const isUnordered = ["refs", "sources", "nodes", "macros"].includes(key) && Array.isArray(value);
  return isUnordered ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;
}
