import { QualityError } from "../errors.ts";
import { nextBaseline, writeBaseline } from "../run/baseline.ts";
import { runGate } from "../run/run-gate.ts";
import { isDay } from "../run/suppressions.ts";
import { prepareRun, type ProjectOptions } from "./prepare-run.ts";

export interface BaselineOptions extends ProjectOptions {
  readonly reason: string;
  readonly expires?: string;
}

/** `headwater gate baseline`: writes the findings that count now as accepted. */
export async function baselineCommand(options: BaselineOptions): Promise<void> {
  const { reason, expires } = options;
  if (expires !== undefined && !isDay(expires)) {
    throw new QualityError(
      "GATE_OPTION_INVALID",
      `--expires ${expires} is no date.`,
      "Write it as 2026-12-31.",
    );
  }
  const run = await prepareRun(options, undefined);
  const now = new Date();
  const report = runGate({ ...run, baseConfig: undefined, select: undefined, failOn: "never", now });
  const [crash] = report.crashes;
  if (crash) {
    throw new QualityError(
      "GATE_RULE_CRASHED",
      `The rule ${crash.rule} crashed (${crash.message}), so its findings are not known.`,
      "Switch the rule off until it is repaired, and report the crash.",
    );
  }
  const entries = nextBaseline(run.baseline, report.findings, { reason, expires, now });
  writeBaseline(run.config.baselineFile, entries);
  process.stdout.write(`Wrote ${entries.length} accepted findings to ${run.config.baselineFile}.\n`);
}
