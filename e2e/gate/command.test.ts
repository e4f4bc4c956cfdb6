import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..", "..");
const fixture = join(root, "quality", "fixtures", "evaluator-project");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-gate-"));
  cpSync(fixture, folder, { recursive: true });
  cpSync(join(fixture, "artifacts"), join(folder, "target"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function gate(...words: readonly string[]) {
  const command = [join(root, "cli", "src", "headwater.ts"), "gate", ...words];
  const done = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { exitCode: done.status, out: done.stdout, error: done.stderr };
}

interface JsonReport {
  readonly summary: { readonly verdict: string; readonly errors: number; readonly existing: number };
  readonly findings: readonly { readonly rule: string; readonly status: string; readonly name: string }[];
}

function report(...words: readonly string[]) {
  const { exitCode, out, error } = gate("--json", ...words);
  if (error !== "") throw new Error(error);
  // Our own reporter's shape, which a unit test proves.
  return { exitCode, ...(JSON.parse(out) as JsonReport) };
}

type Nodes = Record<string, Record<string, unknown>>;

/** Writes the fixture's manifest, changed, as the artifacts of another commit. */
function writeManifest(target: string, change: (manifest: Record<string, Nodes>) => void): void {
  // A manifest's sections are objects of objects.
  const manifest = JSON.parse(readFileSync(join(fixture, "artifacts", "manifest.json"), "utf8")) as Record<
    string,
    Nodes
  >;
  change(manifest);
  mkdirSync(join(folder, target), { recursive: true });
  writeFileSync(join(folder, target, "manifest.json"), JSON.stringify(manifest));
}

describe("headwater gate", () => {
  it("exits with 1 for findings, and with 0 when they are to be reported only", () => {
    const { exitCode, summary, findings } = report();
    expect(exitCode).toBe(1);
    expect(summary).toMatchObject({ verdict: "fail", errors: 1 });
    expect(findings.length).toBeGreaterThan(25);
    expect(report("--fail-on", "never").exitCode).toBe(0);
  });

  it("exits with 2 where there is nothing to judge, and says what to do", () => {
    const { exitCode, error } = gate("--target-path", "nowhere");
    expect(exitCode).toBe(2);
    expect(error).toMatch(/manifest\.json/);
    writeFileSync(join(folder, "target", "manifest.json"), '{"metadata": {}, "nodes": ');
    expect(gate().exitCode).toBe(2);
  });

  it("judges a project elsewhere by its own configuration, and not by the one of the current folder", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "headwater-gate-"));
    writeFileSync(join(folder, "headwater.yml"), "gate: { rules: { root-models: off } }");
    cpSync(join(folder, "target"), join(elsewhere, "target"), { recursive: true });
    cpSync(join(folder, "target"), join(folder, "below", "target"), { recursive: true });
    const rulesOf = (project: string) => report("--project-dir", project).findings.map(({ rule }) => rule);
    expect(rulesOf("below")).not.toContain("root-models");
    symlinkSync(folder, join(elsewhere, "link"), "dir");
    expect(rulesOf(join(elsewhere, "link", "below"))).not.toContain("root-models");
    expect(rulesOf(elsewhere)).toContain("root-models");
    rmSync(elsewhere, { recursive: true });
  });

  it("exits with 2 for artifacts of another project beside the manifest", () => {
    const sources = {
      metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/sources/v3.json" },
      results: [{ unique_id: "source.butcher.raw.sausages", status: "error" }],
    };
    writeFileSync(join(folder, "target", "sources.json"), JSON.stringify(sources));
    expect(gate()).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining("GATE_ARTIFACT_OF_ANOTHER_PROJECT"),
    });
  });

  it("exits with 2 for a rule that is named and whose half of the comparison is missing", () => {
    const runResults = {
      metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json" },
      args: { which: "compile" },
      results: [{ unique_id: "model.bakery.rpt_budget", status: "success", execution_time: 0.1 }],
    };
    writeManifest("base", () => {});
    writeFileSync(join(folder, "base", "run_results.json"), JSON.stringify(runResults));
    const built = { ...runResults, args: { which: "build" } };
    writeFileSync(join(folder, "target", "run_results.json"), JSON.stringify(built));
    writeFileSync(
      join(folder, "headwater.yml"),
      "gate:\n  extends: minimal\n  rules: { slower-nodes: warn }\n",
    );
    const { exitCode, out } = gate("--base", "base");
    expect(exitCode).toBe(2);
    expect(out).toContain("not judged: bakery: no baseRunResults for slower-nodes (asked for)");
    expect(out).toContain("note: The base's run_results.json is of dbt compile");
  });

  it("exits with 2 for an option, format or configuration that it does not know", () => {
    expect(gate("--format", "jsn").error).toContain("Did you mean json?");
    writeFileSync(join(folder, "headwater.yml"), "gate:\n  rules:\n    root-model: off\n");
    const { exitCode, error } = gate();
    expect(exitCode).toBe(2);
    expect(error).toContain("headwater.yml:3 gate.rules.root-model is not known. Did you mean root-models?");
  });

  it("runs a project's own rules in TypeScript, wherever they lie", () => {
    const module = `import { defineRule } from "@headwater/quality";
      const limit: number = 5;
      export const rules = [defineRule({ id: "short-names", category: "structure", title: "Short names",
        docs: { what: "w", why: "y", example: "e", fix: "f" }, defaultSeverity: "warn", preset: "minimal",
        check: ({ judged }) => judged("model").filter(({ name }) => name.length > limit)
          .map((subject) => ({ subject, message: "has a long name" })) })];`;
    mkdirSync(join(folder, "gate"));
    writeFileSync(join(folder, "gate", "rules.ts"), module);
    writeFileSync(join(folder, "headwater.yml"), "gate:\n  extends: minimal\n  modules: [gate/rules.ts]\n");
    const { exitCode, out, error } = gate("--fail-on", "never");
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
    expect(out).toContain("has a long name");
  });

  it("exits with 3 for a rule that crashes, names it, and still reports the others", () => {
    const module = `import { defineRule } from "@headwater/quality";
      export const rules = [defineRule({ id: "broken", category: "modeling", title: "Broken",
        docs: { what: "w", why: "y", example: "e", fix: "f" }, defaultSeverity: "error", preset: "minimal",
        check: () => { throw new Error("a bug in a rule"); } })];`;
    writeFileSync(join(folder, "rules.mjs"), module);
    writeFileSync(join(folder, "headwater.yml"), "gate:\n  modules: [rules.mjs]\n");
    const { exitCode, out } = gate();
    expect(exitCode).toBe(3);
    expect(out).toContain("crash of broken on head: a bug in a rule");
    expect(out).toContain("model-fanout");
  });
});

describe("the terminal's end of headwater gate", () => {
  const through = (pipe: string) =>
    spawnSync(
      "bash",
      ["-c", `"$0" "$@" ${pipe}`, process.execPath, join(root, "cli/src/headwater.ts"), "gate"],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );

  it("may close before all is written, and the verdict stays", () => {
    expect(through('| head -1; exit "${PIPESTATUS[0]}"')).toMatchObject({ status: 1, stderr: "" });
  });

  it.skipIf(!existsSync("/dev/full"))("may be full, which is no clean verdict (needs /dev/full)", () => {
    const { status, stderr } = through("--fail-on never > /dev/full");
    expect(status).toBe(2);
    expect(stderr).toContain("OUTPUT_NOT_WRITABLE");
  });
});

describe("headwater gate --select", () => {
  it("takes the nodes of all that are given, and says where none fits", () => {
    const named = (...words: readonly string[]) => new Set(report(...words).findings.map(({ name }) => name));
    expect(named("--select", "rpt_budget", "--select", "fct_orders")).toEqual(
      new Set(["rpt_budget", "fct_orders"]),
    );
    expect(gate("--select", "rpt_budgte").out).toContain("No node fits --select");
  });
});

describe("headwater gate with a base", () => {
  it("notes what the base has too and counts what is new", () => {
    writeManifest("base", ({ nodes = {} }) => {
      const model = nodes["model.bakery.rpt_budget"];
      if (model) model["raw_code"] = "select 1 as id from {{ ref('fct_orders') }}";
    });
    const { exitCode, summary, findings } = report("--base", "base");
    const counting = findings.filter(
      (finding) => finding.status === "new" && finding.rule === "hard-coded-references",
    );
    expect(counting).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(summary.existing).toBeGreaterThan(25);
    expect(report("--base", "target").exitCode).toBe(0);
  });

  it("exits with 2 for a base of another adapter, and for one that is not there", () => {
    writeManifest("base", ({ metadata }) => Object.assign(metadata ?? {}, { adapter_type: "snowflake" }));
    expect(gate("--base", "base")).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining("its adapter is snowflake, head's is duckdb"),
    });
    expect(gate("--base", "nowhere").exitCode).toBe(2);
  });

  it("finds a weakened gate, and takes the base's word for how bad that is", () => {
    writeFileSync(join(folder, "base.yml"), "gate:\n  rules: { weakened-gate: error }\n");
    writeFileSync(
      join(folder, "headwater.yml"),
      "gate:\n  rules: { weakened-gate: off, hard-coded-references: off }\n",
    );
    const { exitCode, findings } = report("--base-config", "base.yml");
    expect(exitCode).toBe(1);
    expect(findings.filter((finding) => finding.rule === "weakened-gate")).toHaveLength(2);
  });
});

describe("headwater gate baseline", () => {
  it("accepts what is there, so that the next run is clean until something is added", () => {
    expect(gate("baseline", "--reason", "there before the gate").exitCode).toBe(0);
    const { exitCode, findings } = report();
    expect(exitCode).toBe(0);
    expect(new Set(findings.map((finding) => finding.status))).toEqual(new Set(["suppressed"]));
  });

  it("needs a reason", () => {
    expect(gate("baseline").exitCode).toBe(2);
    expect(gate("baseline", "--reason", " ").error).toContain("--reason is empty");
    expect(existsSync(join(folder, "headwater-baseline.yml"))).toBe(false);
  });

  it("refuses a last day that is none, or is over", () => {
    const expires = (day: string) => gate("baseline", "--reason", "known", "--expires", day).error;
    expect(expires("2026-02-30")).toContain("--expires 2026-02-30 is no date");
    expect(expires("2020-12-31")).toContain("--expires 2020-12-31 is over already");
    expect(expires("2999-12-31")).toBe("");
  });
});

describe("headwater gate init", () => {
  it("writes a configuration that the gate reads, once", () => {
    expect(gate("init", "--extends", "minimal").exitCode).toBe(0);
    expect(report().exitCode).toBe(1);
    expect(gate("init")).toMatchObject({ exitCode: 2, error: expect.stringContaining("GATE_CONFIG_EXISTS") });
  });
});

describe("several projects in one run", () => {
  it("are one report, with files relative to where the gate runs", () => {
    for (const name of ["one", "two"]) cpSync(fixture, join(folder, "dbt", name), { recursive: true });
    writeFileSync(join(folder, "headwater.yml"), 'gate:\n  projects: ["dbt/*"]\n');
    const { out, exitCode } = gate("--target-path", "artifacts", "--format", "github");
    expect(exitCode).toBe(1);
    expect(out).toContain("file=dbt/one/models/reports/rpt_budget.sql");
    expect(out).toContain("file=dbt/two/models/reports/rpt_budget.sql");
  });

  it("must exist", () => {
    writeFileSync(join(folder, "headwater.yml"), 'gate:\n  projects: ["nothing/*"]\n');
    expect(gate()).toMatchObject({ exitCode: 2, error: expect.stringContaining("GATE_NO_PROJECT") });
  });
});
