import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

function runScript(name: string, args: readonly string[] = []) {
  const { DBT_PROJECT_EVALUATOR: _, ...env } = process.env;
  return spawnSync(process.execPath, [join(root, "scripts", name), ...args], { encoding: "utf8", env });
}

describe("the project that breaks every rule of dbt-project-evaluator", () => {
  it("is what dbt makes of it today", () => {
    const { stdout, stderr } = runScript("make-evaluator-fixture.ts", ["--check"]);
    expect(stderr).toBe("");
    expect(stdout).toContain("the fixture's manifest is current");
  });

  it("is not compared, and says so, where no checkout of the evaluator is given", () => {
    const { status, stdout } = runScript("compare-with-evaluator.ts");
    expect(stdout).toContain("skipped: no checkout of dbt-project-evaluator is given");
    expect(status).toBe(0);
  });
});
