import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { root, runHeadwater, startHeadwater, temporaryFolder } from "./rig/headwater.ts";
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
    const data = join(folder.path, "data");
    cpSync(join(root, "samples"), data, { recursive: true });
    const state = join(folder.path, "claimed");
    await runHeadwater(["demo", "--state", state, "--until", "input"]);
    const refused = await runHeadwater(["demo", "--state", state, "--data", data, "--until", "input"]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("DEMO_STATE_OF_OTHER_INPUT");
    expect(refused.stderr).not.toContain("    at ");
    const clean = await runHeadwater([
      "demo",
      "--state",
      state,
      "--data",
      data,
      "--until",
      "input",
      "--clean",
    ]);
    expect(clean.exitCode).toBe(0);
  });

  it("says in a sentence that its input is not there", async () => {
    const { exitCode, stderr } = await runHeadwater(["demo", "--data", join(folder.path, "nowhere")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("DEMO_INPUT_MISSING");
    expect(stderr).not.toContain("    at ");
  });
});

/**
 * After the line of the first stage the second one is running. Up to Silver the next run can stop there too: the
 * marts depend on these tables alone, and dbt takes most of the time.
 */
const interruptions = [
  { done: "input", running: "land", until: "silver" },
  { done: "land", running: "load", until: "silver" },
  { done: "load", running: "silver", until: "silver" },
  { done: "silver", running: "dbt", until: "audit" },
  { done: "dbt", running: "audit", until: "audit" },
] as const;

describe.each([
  ["SIGINT", "interrupted by SIGINT"],
  ["SIGKILL", "killed with -9, the parent alone,"],
] as const)("a demo %s", (signal, how) => {
  it.each(interruptions)(
    `${how} after $done, while $running runs, ends in the same tables`,
    async (point) => {
      const state = join(folder.path, `${signal}-${point.done}`);
      // What comes before the interrupted stage is taken from the run that went through.
      if (point.until === "audit") cpSync(reference, state, { recursive: true });
      const running = startHeadwater(["demo", "--state", state]);
      await until(() => new RegExp(`^${point.done} `, "m").test(running.output()), 120_000);
      // Far enough into the next stage to have something half done.
      await wait({ land: 50, load: 50, silver: 500, dbt: 5_000, audit: 0 }[point.running]);
      running.child.kill(signal);
      const ended = await running.exited;
      const isComplete = ended.stdout.includes("What to open next");
      expect([ended.exitCode, ended.signal]).toEqual(
        signal === "SIGKILL" ? [null, "SIGKILL"] : [isComplete ? 0 : 130, null],
      );
      await until(() => processesNaming(state).length === 0, 10_000);

      const again = await runHeadwater(["demo", "--state", state, "--until", point.until]);
      expect([again.stderr, again.exitCode]).toEqual(["", 0]);
      const digests = await digestWarehouse(join(state, "warehouse.duckdb"));
      expect(digests).toEqual(point.until === "audit" ? expected : tablesBeforeDbt(expected));
    },
  );
});

function tablesBeforeDbt(digests: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(digests).filter(([table]) => /^(bronze|silver)\./.test(table)));
}

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
