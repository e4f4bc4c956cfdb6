import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { IngestError } from "../errors.ts";

/** The root of this repository, where .venv, scripts, databricks and models are. */
export const repositoryRoot = resolve(import.meta.dirname, "../../..");

export interface PythonOptions {
  /** The module to run, as for `python -m`. */
  readonly module: string;
  readonly args: readonly string[];
  /** The working folder, where Python also looks for modules first. Default: the repository's root. */
  readonly cwd?: string;
  /** The child's whole environment. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** Ends the child; `runPython` then throws the signal's reason once the child is gone. */
  readonly signal?: AbortSignal;
  /** The folder that holds .venv and scripts. Default: the repository's root. */
  readonly root?: string;
}

export interface PythonResult {
  /** The module's own exit code, or 128 + the signal's number if it was killed. */
  readonly exitCode: number;
  /** The last lines of its standard error, for a message. */
  readonly lastErrorLines: readonly string[];
}

const keptErrorLines = 20;
const graceMs = 5000;

/**
 * Runs a Python module in the project's environment and waits for its end. The child holds a pipe from this
 * process and ends when the pipe closes, so it never outlives its parent, even after kill -9 (see
 * scripts/tethered.py). Throws PYTHON_MISSING when there is no environment.
 */
export async function runPython(options: PythonOptions): Promise<PythonResult> {
  options.signal?.throwIfAborted();
  const root = options.root ?? repositoryRoot;
  const child = spawn(
    findPython(root),
    ["-u", join(root, "scripts", "tethered.py"), "-m", options.module, ...options.args],
    {
      cwd: options.cwd ?? root,
      ...(options.env === undefined ? {} : { env: options.env }),
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const closed = once(child, "close");
  const lastErrorLines: string[] = [];
  readLines(child.stdout, (line) => options.onLine?.(line, "stdout"));
  readLines(child.stderr, (line) => {
    lastErrorLines.push(line);
    if (lastErrorLines.length > keptErrorLines) lastErrorLines.shift();
    options.onLine?.(line, "stderr");
  });
  const stop = (): void => endChild(child);
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    await closed;
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
  options.signal?.throwIfAborted();
  return { exitCode: exitCodeOf(child), lastErrorLines };
}

/** The environment's interpreter. Throws PYTHON_MISSING. */
function findPython(root: string): string {
  const [folder, name] = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(root, ".venv", folder, name);
  if (existsSync(python)) return python;
  throw new IngestError(
    "PYTHON_MISSING",
    `there is no Python environment in ${join(root, ".venv")}`,
    "Run `npm run setup` once; it makes the environment.",
  );
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
}

/** Asks the child to end, and ends it by force if it does not in time. */
function endChild(child: ChildProcess): void {
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(force));
}

function exitCodeOf(child: ChildProcess): number {
  if (child.exitCode !== null) return child.exitCode;
  return 128 + (child.signalCode === null ? 0 : constants.signals[child.signalCode]);
}
