import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What a command's process tree cost. */
export interface Cost {
  /** Negative where a signal ended it. */
  readonly exitCode: number;
  /** User and system, of all processes and threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Resident memory of the whole tree, sampled ten times a second. */
  readonly peakBytes: number;
}

export interface Job {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** For the cost and for what the command prints. */
  readonly folder: string;
  /** For a command that never ends: whether its work is done, so that it is asked to end. */
  readonly isDone?: () => boolean;
}

const timeoutMs = 600_000;
const lookEveryMs = 100;

/** Runs a command to its end. Throws where it fails or takes more than ten minutes. */
export async function measure(job: Job): Promise<Cost & { readonly output: string }> {
  const report = join(job.folder, "cost.json");
  const outputFile = join(job.folder, "output.txt");
  const printed = openSync(outputFile, "w");
  const child = spawn("python3", [join(import.meta.dirname, "measured.py"), report, ...job.command], {
    cwd: job.folder,
    env: { ...process.env, ...job.env },
    stdio: ["ignore", printed, printed],
  });
  closeSync(printed);
  const exited = once(child, "exit");
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const deadlineMs = Date.now() + timeoutMs;
  let isAsked = false;
  while (!isOver()) {
    await Promise.race([exited, sleep(lookEveryMs)]);
    const isLate = Date.now() > deadlineMs;
    if (!isOver() && !isAsked && (isLate || job.isDone?.() === true)) {
      isAsked = true;
      child.kill("SIGTERM");
    }
    if (isLate) throw new Error(`${job.command.join(" ")} took more than ${timeoutMs / 1000} s.`);
  }
  const output = readFileSync(outputFile, "utf8");
  // What measured.py writes.
  const cost = JSON.parse(readFileSync(report, "utf8")) as Cost;
  if (cost.exitCode !== 0 && !isAsked) {
    throw new Error(`${job.command.join(" ")} ended with ${cost.exitCode}: ${output.slice(-3000)}`);
  }
  return { ...cost, output };
}
