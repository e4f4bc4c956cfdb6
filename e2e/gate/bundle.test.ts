import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { root, temporaryFolder } from "../rig/headwater.ts";

const project = join(root, "quality", "fixtures", "evaluator-project");
const judge = ["gate", "--project-dir", project, "--target-path", "artifacts", "--json"];
const folder = temporaryFolder("bundle");
const bundled = join(folder.path, "dist", "headwater.js");
const fromSources = join(root, "cli", "src", "headwater.ts");

beforeAll(() => {
  const { status } = run(join(root, "scripts", "bundle.ts"), join(folder.path, "dist"));
  expect(status).toBe(0);
});
afterAll(() => folder[Symbol.dispose]());

describe("the bundle", () => {
  it.each([["--version"], ["gate", "--help"], judge, ["gate", "explain", "no-such-rule"]])(
    "does as the sources do: %s %s",
    (...words) => {
      const expected = run(fromSources, ...words);
      expect(run(bundled, ...words)).toEqual(expected);
      expect(expected.stdout + expected.stderr).not.toBe("");
    },
  );

  it("gives all of a long text to a reader that is slow", () => {
    const { stdout } = run(bundled, "gate", "schema");
    // More than a pipe holds.
    expect(stdout.length).toBeGreaterThan(64 << 10);
    const pipe = '"$0" "$@" | (sleep 0.5; cat)';
    const slow = spawnSync("sh", ["-c", pipe, process.execPath, bundled, "gate", "schema"], {
      encoding: "utf8",
    });
    expect(slow.stdout).toBe(stdout);
  });

  it("runs expressions, which are in a file of their own", () => {
    const config = join(folder.path, "expression.yml");
    const rule =
      '{ id: short-names, require: "size(node.name) < 3", message: has a long name, severity: error }';
    writeFileSync(config, `gate: { custom: [${rule}] }`);
    const { stdout, status } = run(bundled, ...judge, "--config", config);
    expect(status).toBe(1);
    expect(stdout).toContain('"rule": "short-names"');
  });

  it("runs a project's own modules, which import this package where it is installed beside the bundle", () => {
    mkdirSync(join(folder.path, "node_modules", "@headwater"), { recursive: true });
    symlinkSync(join(root, "quality"), join(folder.path, "node_modules", "@headwater", "quality"), "dir");
    const project = join(folder.path, "project");
    mkdirSync(project);
    const module = `import { defineRule } from "@headwater/quality";
      const docs = { what: "a", why: "b", example: "c", fix: "d" };
      const check = (context) => context.judged("model").map((subject) => ({ subject, message: "is a model" }));
      export const rules = [defineRule({ id: "no-models", category: "modeling", title: "No models", docs,
        defaultSeverity: "error", preset: "minimal", check })];`;
    writeFileSync(join(project, "rules.mjs"), module);
    writeFileSync(join(project, "headwater.yml"), "gate: { modules: [rules.mjs] }\n");
    const { stdout, stderr, status } = run(bundled, ...judge, "--config", join(project, "headwater.yml"));
    expect({ stderr, status }).toEqual({ stderr: "", status: 1 });
    expect(stdout).toContain('"rule": "no-models"');
  });
});

describe("headwater", () => {
  const place = join(folder.path, "command");
  const source = join(place, "cli", "src", "headwater.ts");
  const words = ["gate", "--help"];
  const command = (...given: readonly string[]) =>
    run(join(place, "cli", "bin", "headwater.cjs"), ...given).stdout;

  beforeAll(() => {
    cpSync(join(root, "cli", "bin"), join(place, "cli", "bin"), { recursive: true });
    for (const name of ["src", "dist"]) mkdirSync(join(place, "cli", name));
    writeFileSync(source, 'console.log("from sources");');
    writeFileSync(join(place, "cli", "dist", "headwater.js"), 'console.log("from the bundle");');
  });

  it("starts from the sources where there is no bundle", () => {
    expect(command(...words)).toBe("from sources\n");
  });

  it("starts the gate from the bundle as long as it is what the sources are, and nothing else", () => {
    const { mtimeMs, size } = statSync(source);
    const sources = [["../src/headwater.ts", mtimeMs, size]];
    writeFileSync(join(place, "cli", "dist", "sources.json"), JSON.stringify(sources));
    expect(command(...words)).toBe("from the bundle\n");
    expect(command("land", "--help")).toBe("from sources\n");

    writeFileSync(source, 'console.log("from newer sources");');
    expect(command(...words)).toBe("from newer sources\n");
  });
});

function run(file: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], {
    cwd: folder.path,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}
