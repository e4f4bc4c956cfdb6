import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { loadConfig } from "../config/load-config.ts";
import { didYouMean } from "../config/problems.ts";
import { QualityError } from "../errors.ts";
import { reporters } from "../reporters/index.ts";
import type { Reporter } from "../reporters/reporter.ts";
import { rules } from "../rules/index.ts";
import { readBaseline } from "../run/baseline.ts";
import { exitCodes, type FailOn, type GateReport } from "../run/report.ts";
import { runGate } from "../run/run-gate.ts";
import { prepareRun, type ProjectOptions } from "./prepare-run.ts";
import { packageVersion } from "./version.ts";

export interface GateOptions extends ProjectOptions {
  readonly base?: string;
  readonly baseConfig?: string;
  readonly select?: string;
  readonly format: readonly string[];
  readonly json?: true;
  readonly failOn: FailOn;
}

/** `headwater gate`: judges, writes the reports, and sets the exit code. */
export async function gateCommand(options: GateOptions): Promise<void> {
  const outputs = outputsOf(options);
  const run = await prepareRun(options, options.base);
  const baseConfig = options.baseConfig === undefined ? undefined : await loadBaseConfig(options.baseConfig);
  const report = runGate({
    ...run,
    baseConfig,
    select: options.select,
    failOn: options.failOn,
    now: new Date(),
  });
  for (const output of outputs) write(report, output);
  process.exitCode = exitCodes[report.verdict];
}

async function loadBaseConfig(file: string) {
  const config = await loadConfig(file, rules, { isBase: true });
  return { config, baseline: readBaseline(config.baselineFile) };
}

interface Output {
  readonly reporter: Reporter;
  /** undefined for the terminal. */
  readonly file: string | undefined;
}

function outputsOf({ format, json }: GateOptions): readonly Output[] {
  const wanted = [...format, ...(json ? ["json"] : [])];
  return (wanted.length > 0 ? wanted : ["text"]).map((text) => {
    const [name = "", ...file] = text.split("=");
    const reporter = reporters.find((each) => each.name === name);
    if (reporter) return { reporter, file: file.length > 0 ? file.join("=") : undefined };
    const names = reporters.map((each) => each.name);
    throw new QualityError(
      "GATE_OPTION_INVALID",
      `--format ${text}: there is no format ${name}.${didYouMean(name, names)}`,
      `The formats are ${names.join(", ")}.`,
    );
  });
}

function write(report: GateReport, { reporter, file }: Output): void {
  const hasColor = file === undefined && process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  const text = reporter.render(report, { hasColor, version: packageVersion() });
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(file), text);
  } catch (cause) {
    throw new QualityError(
      "GATE_OUTPUT_NOT_WRITABLE",
      `The report ${file} cannot be written.`,
      "Name a file in a folder that exists and can be written to.",
      cause,
    );
  }
}
