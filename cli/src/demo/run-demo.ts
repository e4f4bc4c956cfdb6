import { type AuditReport, openLocalStore, runAudit } from "@headwater/ingest";

import type { DemoContext } from "./context.ts";
import type { Progress } from "./progress.ts";
import { build } from "./stages/build.ts";
import { land } from "./stages/land.ts";
import { load } from "./stages/load.ts";
import { prepareInput } from "./stages/prepare-input.ts";
import { silver } from "./stages/silver.ts";

/** One stage: it can be run again at any time, leaves alone what is done, and returns a line on what it did. */
type Stage = (context: DemoContext, update: Progress["update"]) => Promise<string>;

const stages: readonly (readonly [string, Stage])[] = [
  ["input", prepareInput],
  ["land", land],
  ["load", load],
  ["silver", silver],
  ["dbt", build],
];

/** Where a run can be told to stop. */
export const stageNames: readonly string[] = [...stages.map(([name]) => name), "audit"];

/**
 * Runs the stages in order, up to and with `until`; returns the audit's report if it came that far. Between two
 * stages nobody holds the warehouse, so an interruption there leaves nothing half done, and one inside a stage is
 * repaired by the next run.
 * @throws the signal's reason when it is aborted
 */
export async function runDemo(
  context: DemoContext,
  progress: Progress,
  until: string,
): Promise<AuditReport | undefined> {
  for (const [name, run] of stages) {
    context.signal.throwIfAborted();
    progress.start(name);
    progress.finish(await run(context, progress.update));
    if (name === until) return undefined;
  }
  context.signal.throwIfAborted();
  progress.start("audit");
  const report = await audit(context);
  context.signal.throwIfAborted();
  const { findings } = report;
  progress.finish(findings.length === 0 ? "0 unexplained" : `${findings.length} UNEXPLAINED`);
  return report;
}

/** Accounts for every offset and every batch row. What it finds is told by the report, not thrown. */
async function audit({ state, stream, batch }: DemoContext): Promise<AuditReport> {
  const store = openLocalStore(state.storeDir);
  return runAudit({ feeds: [stream, ...batch], store, database: state.database });
}
