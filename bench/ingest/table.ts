import type { Contestant } from "./contestant.ts";
import { median } from "./rig.ts";
import type { Cost } from "./measure.ts";

/** All runs of one contestant. */
export interface Result {
  readonly contestant: Contestant;
  /** With the records. */
  readonly full: readonly Cost[];
  /** The same over an empty topic: what starting and stopping alone costs. */
  readonly empty: readonly Cost[];
  readonly records: number;
}

const mebibyte = 1024 ** 2;

/** CPU-seconds without those of starting and stopping. */
export function workSeconds({ full, empty }: Result): number {
  return median(full.map(({ cpuSeconds }) => cpuSeconds)) - median(empty.map(({ cpuSeconds }) => cpuSeconds));
}

/** Records for each CPU-second of the work itself. */
export function ratePerCpuSecond(result: Result): number {
  return result.records / workSeconds(result);
}

/** One row a contestant, with its rate against that of the others named in `against`. */
export function markdownTable(results: readonly Result[], against: readonly Result[]): string {
  const head = [
    "what",
    "version",
    "what it did",
    "records per CPU-second",
    ...against.map(({ contestant }) => `× ${contestant.name}`),
    "with its start",
    "CPU-seconds, of which start",
    "peak memory",
  ];
  const rows = results.map((result) => {
    const { contestant, full, empty, records } = result;
    const cpuSeconds = median(full.map((cost) => cost.cpuSeconds));
    const emptySeconds = median(empty.map((cost) => cost.cpuSeconds));
    const rate = ratePerCpuSecond(result);
    return [
      contestant.name,
      contestant.version,
      contestant.did,
      thousands(rate),
      ...against.map((other) => (rate / ratePerCpuSecond(other)).toFixed(2)),
      thousands(records / cpuSeconds),
      `${cpuSeconds.toFixed(1)}, ${emptySeconds.toFixed(1)}`,
      megabytes(full),
    ];
  });
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The largest of several runs. */
export function megabytes(costs: readonly Cost[]): string {
  return `${Math.round(Math.max(...costs.map(({ peakBytes }) => peakBytes)) / mebibyte)} MiB`;
}

export function thousands(value: number): string {
  return `${Math.round(value / 1000)} k`;
}
