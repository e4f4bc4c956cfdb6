// Judges fuzzed artifacts, one seed after the other; the main thread stops it where a case takes too long.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";

import { runGateInProcess } from "../gate-in-process.ts";
import { mutateArtifacts } from "./fuzz-case.ts";
import type { FuzzOutcome, FuzzTask, Started } from "./run-fuzz.ts";

// The main thread starts this file with a task.
const { corpus, folder, seeds } = workerData as FuzzTask;
const formats = ["text", "json", "ndjson", "sarif", "junit", "gitlab", "github", "summary", "comment"];

for (const seed of seeds) {
  const mutations = mutateArtifacts(corpus, folder, seed);
  tell({ seed, mutations });
  const started = process.threadCpuUsage();
  const { exitCode, error } = await runGateInProcess(
    {
      projectDir: join(corpus, "project"),
      head: join(folder, "head"),
      base: join(folder, "base"),
      config: join(corpus, "headwater.yml"),
    },
    Object.fromEntries(formats.map((format) => [format, join(folder, `report.${format}`)])),
  );
  const outcome: FuzzOutcome = {
    seed,
    mutations,
    exitCode,
    error: error instanceof Error ? (error.stack ?? error.message) : undefined,
    elapsedMs: spentMs(process.threadCpuUsage(started)),
    problem: exitCode === undefined || exitCode === 2 ? undefined : problemOfReports(),
  };
  tell(outcome);
}

function spentMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function tell(message: Started | FuzzOutcome): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(message);
}

/** Reports are for machines: whatever the project's texts are, they can be read. */
function problemOfReports(): string | undefined {
  try {
    const read = (format: string): string => readFileSync(join(folder, `report.${format}`), "utf8");
    for (const format of ["json", "sarif", "gitlab"]) JSON.parse(read(format));
    for (const line of read("ndjson").split("\n")) if (line !== "") JSON.parse(line);
    if (read("comment").length >= 60_000) return "the comment is too long";
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/.test(read("text")))
      return "the text has control characters";
    const lines = read("github").split("\n");
    const isForged = lines.some((line) => line !== "" && !/^::(error|warning|notice) /.test(line));
    return isForged ? "an annotation is not a workflow command" : undefined;
  } catch (error) {
    return `a report cannot be read: ${String(error)}`;
  }
}
