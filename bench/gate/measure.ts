import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

/** What a command cost, with all its child processes. */
export interface Cost {
  /** Negative where a signal ended it. */
  readonly exitCode: number;
  /** User and system. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Resident memory of the largest single process. */
  readonly peakBytes: number;
}

/** A command with the folder it runs in. What it prints goes to a file, as in CI. */
export interface Job {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly outputFile: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. @throws Error where it cannot be started */
export function measure(job: Job): Cost {
  const folder = mkdtempSync(join(tmpdir(), "headwater-cost-"));
  const output = openSync(job.outputFile, "w");
  try {
    const report = join(folder, "cost.json");
    const script = join(import.meta.dirname, "measured.py");
    const done = spawnSync("python3", [script, report, ...job.command], {
      cwd: job.cwd,
      env: { ...process.env, ...job.env },
      stdio: ["ignore", output, output],
    });
    if (done.error || done.status !== 0) {
      const cause = done.error ?? new Error(readFileSync(job.outputFile, "utf8").slice(-2000));
      throw new Error(`${job.command.join(" ")} could not be started.`, { cause });
    }
    return JSON.parse(readFileSync(report, "utf8")) as Cost;
  } finally {
    closeSync(output);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The run in the middle by CPU-seconds, of an odd number of runs; its memory is the largest of all. */
export function medianCost(costs: readonly Cost[]): Cost {
  const middle = median(costs, (cost) => cost.cpuSeconds);
  return { ...middle, peakBytes: Math.max(...costs.map((cost) => cost.peakBytes)) };
}

/**
 * The ratio in the middle of those of the pairs: two runs that follow one another meet the same neighbours on the machine,
 * which all runs of one side and all of the other may not.
 */
export function medianRatio(costs: readonly Cost[], floors: readonly Cost[]): number {
  const ratios = costs.map((cost, at) => cost.cpuSeconds / (floors[at]?.cpuSeconds ?? 0));
  return median(ratios, (ratio) => ratio);
}

/** The ratio of what each side cost at least: others on the machine only ever add. */
export function leastRatio(costs: readonly Cost[], floors: readonly Cost[]): number {
  return leastCpuSeconds(costs) / leastCpuSeconds(floors);
}

function leastCpuSeconds(costs: readonly Cost[]): number {
  return Math.min(...costs.map((cost) => cost.cpuSeconds));
}

function median<T>(values: readonly T[], sizeOf: (value: T) => number): T {
  const sorted = values.toSorted((left, right) => sizeOf(left) - sizeOf(right));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("There is nothing to take the median of.");
  return middle;
}
