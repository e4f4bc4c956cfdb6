import { cpus } from "node:os";

import { countLanded, headwater, headwaterCommand } from "./contestants.ts";
import type { Run } from "./contestant.ts";
import { runOnce, runTogether, type FilledTopic, type Rig } from "./rig.ts";
import { megabytes, thousands } from "./table.ts";

/** Two workers, the broker and the store's emulator each need one, or the clock shows who waits for whom. */
const coresNeeded = 4;

/** The peak memory of one worker with few partitions and with many. */
export async function measureMemory(
  rig: Rig,
  few: FilledTopic,
  many: FilledTopic,
  say: (message: string) => void,
): Promise<string> {
  const rows: string[] = [];
  for (const topic of [few, many]) {
    say(`memory with ${topic.partitions} partitions`);
    const cost = await runOnce(rig, topic, headwater("memory", "", []));
    rows.push(`| ${topic.partitions} | ${megabytes([cost])} | ${cost.cpuSeconds.toFixed(1)} |`);
  }
  return [
    "Validated, gzip, with the memory budget that `headwater land` has by default:",
    "",
    "| partitions | peak memory | CPU-seconds |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** What two workers of one group need together, against one. */
export async function measureScaling(
  rig: Rig,
  full: FilledTopic,
  empty: FilledTopic,
  say: (message: string) => void,
): Promise<string> {
  const attempt = (run: Run) => ({ command: headwaterCommand(run, []), countRecords: countLanded });
  const measureWorkers = async (count: number) => {
    say(`${count} workers of one group`);
    const attempts = Array.from({ length: count }, () => attempt);
    const starting = await runTogether(rig, empty, attempts);
    const landing = await runTogether(rig, full, attempts);
    const sum = (costs: typeof landing): number =>
      costs.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0);
    const last = (costs: typeof landing): number => Math.max(...costs.map(({ wallSeconds }) => wallSeconds));
    return {
      cpuSeconds: sum(landing) - sum(starting),
      ratePerSecond: full.records / (last(landing) - last(starting)),
    };
  };
  const one = await measureWorkers(1);
  const two = await measureWorkers(2);
  const cores = cpus().length;
  const verdict =
    cores >= coresNeeded
      ? `${(two.ratePerSecond / one.ratePerSecond).toFixed(2)} times the rate of one.`
      : `${(two.ratePerSecond / one.ratePerSecond).toFixed(2)} times the rate of one, which says little: this machine ` +
        `has ${cores} cores, and two workers, the broker and the emulator want ${coresNeeded}. What can be said here ` +
        `is that sharing the work costs ${((two.cpuSeconds / one.cpuSeconds - 1) * 100).toFixed(0)} % more CPU.`;
  return [
    "| workers | records per second of the clock | CPU-seconds together |",
    "| --- | --- | --- |",
    `| 1 | ${thousands(one.ratePerSecond)} | ${one.cpuSeconds.toFixed(1)} |`,
    `| 2 | ${thousands(two.ratePerSecond)} | ${two.cpuSeconds.toFixed(1)} |`,
    "",
    `Two workers land at ${verdict}`,
  ].join("\n");
}
