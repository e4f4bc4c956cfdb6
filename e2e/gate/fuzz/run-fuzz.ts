import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import type { Mutation } from "./fuzz-case.ts";

/** What a worker is to do. */
export interface FuzzTask {
  readonly corpus: string;
  /** The worker's own. */
  readonly folder: string;
  readonly seeds: readonly number[];
}

/** How one case ended. */
export interface FuzzOutcome {
  readonly seed: number;
  readonly mutations: readonly Mutation[];
  /** undefined where the gate threw what it does not know. */
  readonly exitCode: number | undefined;
  readonly error: string | undefined;
  /** Of the processor, as other programs on the machine are no fault of the gate. */
  readonly elapsedMs: number;
  /** What is wrong with the reports. */
  readonly problem: string | undefined;
}

/** A case before it has ended. */
export type Started = Pick<FuzzOutcome, "seed" | "mutations">;

const limitMs = 5_000;
/** By the clock, for what waits for ever. */
const patienceMs = 60_000;

/** Runs a case for every seed in a worker thread, and a new thread after one that hangs or dies. */
export async function runFuzz(
  corpus: string,
  folder: string,
  seeds: readonly number[],
): Promise<FuzzOutcome[]> {
  const outcomes: FuzzOutcome[] = [];
  let left = seeds;
  while (left.length > 0) {
    const ended = await runWorker({ corpus, folder: freshFolder(folder), seeds: left }, (outcome) =>
      outcomes.push(outcome),
    );
    if (ended !== undefined) outcomes.push(ended);
    left = seeds.slice(outcomes.length);
  }
  return outcomes;
}

function freshFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  for (const side of ["head", "base"]) mkdirSync(join(folder, side), { recursive: true });
  return folder;
}

/** Resolves when all is done, or with the outcome of the case in which the worker hung or died. */
async function runWorker(
  task: FuzzTask,
  onOutcome: (outcome: FuzzOutcome) => void,
): Promise<FuzzOutcome | undefined> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData: task });
  const { promise, resolve } = Promise.withResolvers<FuzzOutcome | undefined>();
  let current: Started | undefined;
  let timer: NodeJS.Timeout | undefined;
  const fail = (error: string, elapsedMs: number): void => {
    if (current === undefined) throw new Error(error);
    resolve({ ...current, exitCode: undefined, error, elapsedMs, problem: undefined });
  };
  worker.on("message", (message: Started | FuzzOutcome) => {
    clearTimeout(timer);
    if ("elapsedMs" in message) {
      current = undefined;
      onOutcome(message);
      return;
    }
    current = message;
    const startedMs = Date.now();
    const before = worker.cpuUsage();
    const judge = async (): Promise<void> => {
      const { user, system } = await worker.cpuUsage(await before);
      const spentMs = (user + system) / 1000;
      const isOver = spentMs >= limitMs || Date.now() - startedMs >= patienceMs;
      if (current !== message) return;
      if (isOver) fail(`It took longer than ${limitMs} ms.`, limitMs);
      else timer = setTimeout(() => void judge(), limitMs - spentMs);
    };
    timer = setTimeout(() => void judge(), limitMs);
  });
  worker.on("error", (error) => fail(error.stack ?? String(error), 0));
  worker.on("exit", () => resolve(undefined));
  const ended = await promise;
  clearTimeout(timer);
  await worker.terminate();
  return ended;
}

/** What no case may end in; undefined where all is well. */
export function faultOf(outcome: FuzzOutcome): string | undefined {
  const { exitCode, elapsedMs, error, problem } = outcome;
  if (elapsedMs >= limitMs) return `it took ${Math.round(elapsedMs)} ms`;
  if (exitCode === undefined) return `it threw ${error}`;
  if (![0, 1, 2].includes(exitCode)) return `it ended with ${exitCode}`;
  const unreadable = outcome.mutations.find((mutation) => mutation.unreadable !== undefined);
  if (unreadable && exitCode !== 2) return `${unreadable.file} was judged, although ${unreadable.unreadable}`;
  return problem;
}
