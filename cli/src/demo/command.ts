import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { loadFeeds } from "@headwater/contracts";
import { repositoryRoot } from "@headwater/ingest";
import { type Command, Option } from "commander";

import { CommandError } from "../errors.ts";
import { readReport } from "./read-report.ts";
import type { DemoContext } from "./context.ts";
import { noProgress, type Progress, showProgress } from "./progress.ts";
import { formatReport } from "./report.ts";
import { runDemo, stageNames } from "./run-demo.ts";
import { claimState, stateAt } from "./state.ts";

interface DemoFlags {
  readonly data?: string;
  readonly kafka?: string;
  readonly state?: string;
  readonly until: string;
  readonly clean?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const interruptedExitCode = 130;
const domain = "equity";

/** Adds `headwater demo`. */
export function registerDemo(program: Command): void {
  program
    .command("demo")
    .description("run the whole pipeline on samples or real files, and report where every record went")
    .option("--data <dir>", "folder with the publishers' files; the synthetic samples if not given")
    .option("--kafka <host:port,...>", "replay the stream through these brokers")
    .option("--state <dir>", "folder for everything that the demo writes")
    .addOption(new Option("--until <stage>", "stop after this stage").choices(stageNames).default("audit"))
    .option("--clean", "start over: empty the state folder first")
    .option("--quiet", "print nothing but errors")
    .option("--json", "print the report as JSON")
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = (): void =>
    interrupt.abort(
      new CommandError(
        "DEMO_INTERRUPTED",
        "the demo was interrupted",
        "Run it again: it goes on where it stopped.",
        interruptedExitCode,
      ),
    );
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    const context = await prepareContext(flags, interrupt.signal);
    const audit = await runDemo(context, chooseProgress(flags), flags.until);
    if (audit === undefined) return;
    const report = await readReport(context, audit, inputLabel(flags));
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else if (!flags.quiet) process.stdout.write(`\n${formatReport(report)}`);
    if (report.audit.findings.length > 0 || report.dbt.testsFailed > 0) process.exitCode = 1;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

/** Checks the input and claims the state folder, so that a mistake ends before anything is written. */
async function prepareContext(flags: DemoFlags, signal: AbortSignal): Promise<DemoContext> {
  const dataDir = flags.data === undefined ? join(repositoryRoot, "samples") : resolve(flags.data);
  if (!existsSync(join(dataDir, domain))) {
    throw new CommandError(
      "DEMO_INPUT_MISSING",
      `${dataDir} has no folder "${domain}" with the publishers' files`,
      "Fetch them with `headwater batch fetch --to DIR`, or leave --data out to use the synthetic samples.",
    );
  }
  const feeds = await loadFeeds(join(repositoryRoot, "contracts"));
  const streams = feeds.filter((feed) => feed.kind === "stream");
  const stream = streams.find((feed) => feed.domain === domain);
  if (stream === undefined) throw new Error(`The domain ${domain} has no stream.`);
  const state = stateAt(resolve(flags.state ?? defaultState(flags)));
  claimState(state, { data: dataDir, kafka: flags.kafka ?? null }, flags.clean === true);
  return {
    state,
    dataDir,
    stream,
    batch: feeds.filter((feed) => feed.kind === "batch").filter((feed) => feed.domain === domain),
    idleStreams: streams.filter((feed) => feed.domain !== domain),
    brokers: flags.kafka?.split(","),
    env: process.env,
    signal,
    now: () => new Date(),
  };
}

/** Each kind of input has a state of its own, so that none has to be emptied for another. */
function defaultState({ data, kafka }: DemoFlags): string {
  const name = `${data === undefined ? "samples" : "data"}${kafka === undefined ? "" : "-kafka"}`;
  return join(repositoryRoot, ".headwater", name);
}

function inputLabel({ data }: DemoFlags): string {
  return data === undefined ? "synthetic samples" : relative(process.cwd(), resolve(data)) || ".";
}

function chooseProgress({ quiet, json }: DemoFlags): Progress {
  if (quiet) return noProgress;
  const stream = json ? process.stderr : process.stdout;
  return showProgress({
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY && process.env["CI"] === undefined,
    columns: stream.columns ?? 80,
    nowMs: () => performance.now(),
  });
}
