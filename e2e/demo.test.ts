import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runHeadwater, startHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { digestWarehouse } from "./rig/warehouse-digest.ts";

const folder = temporaryFolder("demo");
const reference = join(folder.path, "reference");
let expected: Readonly<Record<string, string>>;

beforeAll(async () => {
  const { exitCode, stdout, stderr } = await runHeadwater(["demo", "--state", reference]);
  expect(stderr).toBe("");
  expect(stdout).toContain("0 unexplained");
  expect(exitCode).toBe(0);
  expected = await digestWarehouse(join(reference, "warehouse.duckdb"));
});

afterAll(() => folder[Symbol.dispose]());

describe("the demo on samples", () => {
  it("fills Bronze, Silver and the marts", () => {
    for (const table of ["bronze.climate_records", "silver.climate_records", "marts.fct_equity_scores"]) {
      expect(Number(expected[table]?.split(" ")[0])).toBeGreaterThan(0);
    }
  });

  it("ends in the same tables when it is run again", async () => {
    const { exitCode } = await runHeadwater(["demo", "--state", reference]);
    expect(exitCode).toBe(0);
    expect(await digestWarehouse(join(reference, "warehouse.duckdb"))).toEqual(expected);
  });

  it("refuses to mix another input into its state, and starts over with --clean", async () => {
    const refused = await runHeadwater(["demo", "--state", reference, "--data", "samples/../samples"]);
    expect(refused.exitCode).toBe(0);
    const other = await runHeadwater(["demo", "--state", reference, "--data", join(folder.path, "nowhere")]);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain("DEMO_");
    expect(other.stderr).not.toContain("    at ");
  });
});

/** After the line of the first stage, the second one is running. */
const stages = [
  ["input", "land"],
  ["land", "load"],
  ["load", "silver"],
  ["silver", "dbt"],
  ["dbt", "audit"],
] as const;

describe.each([
  ["SIGINT", "interrupted by SIGINT"],
  ["SIGKILL", "killed with -9, the parent alone,"],
] as const)("a demo %s", (signal, how) => {
  it.each(stages)(`${how} after %s, while %s runs, ends in the same tables when run again`, async (done) => {
    const state = join(folder.path, `${signal}-${done}`);
    const running = startHeadwater(["demo", "--state", state]);
    await until(() => new RegExp(`^${done} `, "m").test(running.output()), 120_000);
    // Far enough into the next stage to have something half done.
    await wait(done === "silver" ? 2_000 : 100);
    running.child.kill(signal);
    const { exitCode, signal: endedBy } = await running.exited;
    if (signal === "SIGINT") expect(exitCode).toBe(130);
    else expect(endedBy).toBe("SIGKILL");

    await until(() => processesNaming(state).length === 0, 10_000);
    const again = await runHeadwater(["demo", "--state", state]);
    expect(again.stderr).toBe("");
    expect(again.exitCode).toBe(0);
    expect(await digestWarehouse(join(state, "warehouse.duckdb"))).toEqual(expected);
  });
});

/** Waits for a condition, and fails when it does not come true in time. */
async function until(isTrue: () => boolean, withinMs: number): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error(`The condition did not come true within ${withinMs} ms.`);
    await wait(20);
  }
}

/** Ids of the living processes whose command line or environment names the folder (Linux only). */
function processesNaming(path: string): readonly string[] {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id) || Number(id) === process.pid) return false;
    try {
      return ["cmdline", "environ"].some((file) =>
        readFileSync(`/proc/${id}/${file}`, "utf8").includes(path),
      );
    } catch {
      // The process has ended in the meantime.
      return false;
    }
  });
}
