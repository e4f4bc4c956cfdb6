import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
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
});

function run(file: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], {
    cwd: folder.path,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}
