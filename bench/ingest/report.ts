import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

import { root } from "../../e2e/rig/headwater.ts";

const page = join(root, "docs", "benchmarks", "ingest.md");
const begin = "<!-- begin: bench/ingest/run.ts --write -->";
const end = "<!-- end -->";

/** What was measured, how often, and on what. */
export function describeMachine(records: number, payloadBytes: number, repeats: number): string {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const times = repeats === 1 ? "one run of each" : `median of ${repeats} runs of each`;
  return (
    `${records} records of ${payloadBytes} bytes in 3 partitions, ${times}, ${cpus().length} cores (${processor}), ` +
    `Node ${process.version}, Java ${javaVersion()}.`
  );
}

/** Puts a measurement in the place of the one before in docs/benchmarks/ingest.md. */
export function writeReport(measurement: string): void {
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the measurement: ${begin} … ${end}`);
  writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${measurement}\n\n${text.slice(to)}`);
}

function javaVersion(): string {
  // Java tells it on standard error.
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  return /version "([^"]+)"/.exec(stderr)?.[1] ?? "unknown";
}
