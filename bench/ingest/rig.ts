import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { startGcsEmulator } from "../../e2e/rig/gcs-emulator.ts";
import type { Attempt, Contestant, Run } from "./contestant.ts";
import { measure, type Cost } from "./measure.ts";

/** A topic that is filled. */
export interface FilledTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly records: number;
}

/** What every run shares. */
export interface Rig {
  readonly brokers: string;
  readonly work: string;
}

let runCount = 0;

/**
 * Lets workers run at the same time over one topic, in a fresh emulator of GCS, and gives the cost of each. Throws
 * where they have not dealt with every record.
 */
export async function runTogether(
  { brokers, work }: Rig,
  topic: FilledTopic,
  attempts: readonly ((run: Run) => Attempt)[],
): Promise<readonly Cost[]> {
  runCount += 1;
  const id = `run${runCount}-${process.pid}`;
  const folder = join(work, id);
  const emulator = await startGcsEmulator();
  try {
    await emulator.createBucket("bench");
    const running = attempts.map(async (attempt, worker) => {
      const run = {
        ...topic,
        brokers,
        gcsEndpoint: emulator.endpoint,
        folder: join(folder, String(worker)),
        id,
      };
      mkdirSync(run.folder, { recursive: true });
      const { countRecords, ...job } = attempt(run);
      const { output, ...cost } = await measure({ ...job, folder: run.folder });
      return { cost, records: countRecords(output) };
    });
    const finished = await Promise.all(running);
    const records = finished.reduce((sum, worker) => sum + worker.records, 0);
    if (records !== topic.records) {
      throw new Error(`${records} records came out of ${topic.topic}, which has ${topic.records}.`);
    }
    return finished.map(({ cost }) => cost);
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One run of one contestant. */
export async function runOnce(rig: Rig, topic: FilledTopic, contestant: Contestant): Promise<Cost> {
  const [cost] = await runTogether(rig, topic, [contestant.attempt]);
  if (!cost) throw new Error(`${contestant.name} did not run.`);
  return cost;
}

/** The middle value of an odd number of runs. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
