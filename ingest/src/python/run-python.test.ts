import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runPython } from "./run-python.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-python-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a module that can be run with the folder as working folder. */
function writeModule(...lines: string[]): void {
  writeFileSync(join(folder, "tied.py"), lines.join("\n"));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid) && performance.now() < deadline) await wait(20);
  return !isAlive(pid);
}

const sleeper = ["import os, time", "print(os.getpid())", "time.sleep(600)"];

describe("runPython", { timeout: 30_000 }, () => {
  it("gives each line as it comes, the last lines of an error, and the exit code", async () => {
    writeModule("import sys", "print('one')", "print('two', file=sys.stderr)", "sys.exit(int(sys.argv[1]))");
    const lines: string[] = [];
    const done = await runPython({
      module: "tied",
      args: ["4"],
      cwd: folder,
      onLine: (line, stream) => lines.push(`${stream}: ${line}`),
    });
    expect(done).toEqual({ exitCode: 4, lastErrorLines: ["two"] });
    expect(lines.sort()).toEqual(["stderr: two", "stdout: one"]);
  });

  it("ends the child when the signal is aborted, and throws the signal's reason", async () => {
    writeModule(...sleeper);
    const abort = new AbortController();
    let pid = 0;
    const run = runPython({
      module: "tied",
      args: [],
      cwd: folder,
      signal: abort.signal,
      onLine: (line) => {
        pid = Number(line);
        abort.abort(new Error("the user pressed Ctrl-C"));
      },
    });
    await expect(run).rejects.toThrow("the user pressed Ctrl-C");
    expect(isAlive(pid)).toBe(false);
  });

  it("leaves no child behind when its own process is killed with kill -9", async () => {
    writeModule(...sleeper);
    const parentScript = join(folder, "parent.mjs");
    writeFileSync(
      parentScript,
      `import { runPython } from ${JSON.stringify(join(import.meta.dirname, "run-python.ts"))};
       await runPython({ module: "tied", args: [], cwd: ${JSON.stringify(folder)}, onLine: (line) => console.log(line) });`,
    );
    const parent = spawn(process.execPath, [parentScript], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await new Promise<number>((resolve) => {
      createInterface({ input: parent.stdout }).once("line", (line) => resolve(Number(line)));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    expect(await isGoneWithin(pid, 5000)).toBe(true);
  });

  it("says to run the set-up when there is no Python environment", async () => {
    const run = runPython({ module: "tied", args: [], root: folder });
    await expect(run).rejects.toMatchObject({
      code: "PYTHON_MISSING",
      hint: expect.stringContaining("npm run setup"),
    });
  });
});
