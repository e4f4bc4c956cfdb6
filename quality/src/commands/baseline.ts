import { QualityError } from "../errors.ts";
import { nextBaseline, writeBaseline } from "../run/baseline.ts";
import { runGate } from "../run/run-gate.ts";
import { hasExpired, isDay } from "../run/suppressions.ts";
import { prepareRun, type ProjectOptions } from "./prepare-run.ts";

export interface BaselineOptions extends ProjectOptions {
  readonly reason: string;
  readonly expires?: string;
}

/** `headwater gate baseline`: writes the findings that count now as accepted. */
export async function baselineCommand(options: BaselineOptions): Promise<void> {
  const { reason, expires } = options;
  const now = new Date();
  refuseOptions(reason, expires, now);
  const run = await prepareRun(options, undefined);
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

/** Entries that the gate would refuse to read, or that would be over at once, are not written. */
function refuseOptions(reason: string, expires: string | undefined, now: Date): void {
  if (reason.trim() === "") {
    const hint = "Say why these findings are accepted, for whoever reads the file later.";
    throw new QualityError("GATE_OPTION_INVALID", "--reason is empty.", hint);
  }
  if (expires === undefined) return;
  if (!isDay(expires)) {
    throw new QualityError(
      "GATE_OPTION_INVALID",
      `--expires ${expires} is no date.`,
      "Write it as 2026-12-31.",
    );
  }
  if (hasExpired({ expires }, now)) {
    const hint = "Name the last day on which the findings are accepted.";
    throw new QualityError("GATE_OPTION_INVALID", `--expires ${expires} is over already.`, hint);
  }
}
