import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "..", "..");
const action = join(root, "quality", "action");
const workflows = join(root, ".github", "workflows");
const scripts = readdirSync(action).filter((file) => file.endsWith(".sh"));
const definitions = [
  join(action, "action.yml"),
  ...readdirSync(workflows).map((file) => join(workflows, file)),
];

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** The parts of a workflow or a composite action that are looked at. */
interface Definition {
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
  readonly runs?: { readonly steps: readonly Step[] };
}

function read(file: string): Definition {
  // The shape is what GitHub asks for; a file of another shape fails the test below.
  return parse(readFileSync(file, "utf8")) as Definition;
}

function stepsOf({ jobs = {}, runs }: Definition): readonly Step[] {
  return [...Object.values(jobs).flatMap((job) => job.steps), ...(runs?.steps ?? [])];
}

describe.each(definitions)("%s", (file) => {
  it("pins every foreign action to a commit", () => {
    const used = stepsOf(read(file)).flatMap((step) => step.uses ?? []);
    const foreign = used.filter((name) => !name.startsWith("./"));
    for (const name of foreign) expect(name).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
  });

  it("puts no expression into a script, where its text would be run", () => {
    for (const { run = "" } of stepsOf(read(file))) expect(run).not.toContain("${{");
  });
});

describe("the workflows", () => {
  it("give a job only the permissions that it names, and never write to the repository", () => {
    for (const file of readdirSync(workflows)) {
      const workflow = read(join(workflows, file));
      expect(workflow.permissions).toEqual({});
      for (const job of Object.values(workflow.jobs ?? {}))
        expect(job.permissions?.["contents"]).toBe("read");
    }
  });
});

describe("the action's scripts", () => {
  it.each(scripts)("%s can be run and is correct shell", (script) => {
    expect(spawnSync("bash", ["-n", join(action, script)]).status).toBe(0);
    expect(spawnSync("test", ["-x", join(action, script)]).status).toBe(0);
  });
});

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headwater-action-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function run(script: string, env: Readonly<Record<string, string>>, cwd = folder) {
  return spawnSync("bash", [join(action, script)], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

describe("judge.sh", () => {
  const inputs = {
    GATE_PROJECT_DIR: "",
    GATE_TARGET_PATH: "",
    GATE_BASE: "",
    GATE_BASE_CONFIG: "",
    GATE_CONFIG: "",
    GATE_FAIL_ON: "error",
  };
  const judge = (given: Partial<typeof inputs>) => {
    const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    writeFileSync(files.GITHUB_STEP_SUMMARY, "");
    const done = run("judge.sh", { ...inputs, ...given, ...files, RUNNER_TEMP: folder });
    return {
      ...done,
      output: readFileSync(files.GITHUB_OUTPUT, "utf8"),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    };
  };
  const project = join(root, "quality", "fixtures", "evaluator-project");

  it("writes every report and leaves the verdict to a later step", () => {
    const { status, stdout, output, summary } = judge({
      GATE_PROJECT_DIR: project,
      GATE_TARGET_PATH: "artifacts",
    });
    expect(status).toBe(0);
    expect(output).toMatch(/^exit-code=1$/m);
    expect(stdout).toMatch(/^::error file=.*title=hard-coded-references/m);
    expect(summary).toContain("### ❌ Headwater gate failed");
    const reports = ["comment.md", "junit.xml", "report.json", "report.sarif", "summary.md"];
    expect(readdirSync(join(folder, "headwater-gate")).toSorted()).toEqual(reports);
  });

  it("says in the comment that it could not judge, instead of leaving the last verdict there", () => {
    const { output } = judge({ GATE_PROJECT_DIR: folder });
    expect(output).toMatch(/^exit-code=2$/m);
    expect(readFileSync(join(folder, "headwater-gate", "comment.md"), "utf8")).toContain("could not judge");
  });
});

describe("the GitLab job", () => {
  const template = readFileSync(join(action, "gitlab.yml"), "utf8");
  // GitLab asks for this shape.
  const { ".headwater-gate": job } = parse(template) as {
    readonly ".headwater-gate": {
      readonly variables: Readonly<Record<string, string>>;
      readonly script: readonly string[];
    };
  };

  function judge(variables: Readonly<Record<string, string>>) {
    symlinkSync(root, join(folder, ".headwater-tool"));
    cpSync(join(root, "quality", "fixtures", "evaluator-project"), join(folder, "dbt"), { recursive: true });
    return spawnSync("sh", ["-ec", job.script.join("\n")], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...job.variables, ...variables },
    });
  }

  it("judges the project that its variables name, and writes both reports", () => {
    const { status, stderr } = judge({ GATE_PROJECT_DIR: "dbt", GATE_TARGET_PATH: "artifacts" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(readFileSync(join(folder, "gl-code-quality-report.json"), "utf8")).toContain(
      '"path": "dbt/models/',
    );
    expect(readFileSync(join(folder, "headwater-gate.xml"), "utf8")).toContain("<testsuites");
  });

  it("judges the configuration's projects, and finds a weakened gate", () => {
    writeFileSync(join(folder, "base.yml"), "gate: {}\n");
    writeFileSync(join(folder, "gate.yml"), 'gate:\n  projects: ["dbt"]\n  rules: { root-models: off }\n');
    const given = { GATE_CONFIG: "gate.yml", GATE_BASE_CONFIG: "base.yml", GATE_TARGET_PATH: "artifacts" };
    expect(judge(given).stdout).toMatch(/gate\.yml\n +3 +\w+ +weakened-gate/);
  });
});

describe("comment.sh", () => {
  /** A stand-in for GitHub's command that answers from a file and writes down how it was called. */
  function comment(answer: string, status = 0) {
    const log = join(folder, "calls");
    writeFileSync(
      join(folder, "gh"),
      `#!/bin/sh\necho "$*" >> "${log}"\ncase "$*" in *--paginate*) printf '%s' '${answer}';; esac\nexit ${status}\n`,
    );
    chmodSync(join(folder, "gh"), 0o755);
    const done = run("comment.sh", {
      PATH: `${folder}:${process.env["PATH"]}`,
      GITHUB_REPOSITORY: "acme/shop",
      GATE_PULL_REQUEST: "7",
      GATE_COMMENT: join(folder, "comment.md"),
    });
    return { ...done, calls: existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [] };
  }

  it("writes the first comment", () => {
    expect(comment("").calls[1]).toMatch(/--method POST repos\/acme\/shop\/issues\/7\/comments .*body=@/);
  });

  it("replaces the comment of an earlier run", () => {
    expect(comment("41\n42").calls[1]).toMatch(/--method PATCH repos\/acme\/shop\/issues\/comments\/41 /);
  });

  it("fails nothing where the token may not write", () => {
    const { status, stdout } = comment("", 1);
    expect(status).toBe(0);
    expect(stdout).toContain("::notice title=Headwater gate::");
  });
});
