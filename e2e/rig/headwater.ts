import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";

/** The root of the repository. */
export const root = resolve(import.meta.dirname, "..", "..");

const script = join(root, "cli", "src", "headwater.ts");

/** A started `headwater`, with what it has printed so far. */
export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: () => string;
  readonly exited: Promise<Finished>;
}

/** A `headwater` that has ended. */
export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command in a process group of its own, as a terminal would not pass our signals on. */
export function startHeadwater(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, ["--disable-warning=TimeoutNegativeWarning", script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (stderr += text));
  const exited = new Promise<Finished>((finish, fail) => {
    child.on("error", fail);
    // "exit", not "close": an orphan that keeps our pipes open must not look like a command that still runs.
    child.on("exit", (exitCode, signal) => setImmediate(() => finish({ exitCode, signal, stdout, stderr })));
  });
  return { child, output: () => stdout + stderr, exited };
}

/** Runs the command to its end. */
export async function runHeadwater(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return startHeadwater(args, env).exited;
}

/** A folder for one test's state, removed when it is disposed of. */
export function temporaryFolder(name: string): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), `headwater-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
