import { join, relative } from "node:path";

import type { AuditReport } from "@headwater/ingest";

import type { DemoContext } from "./context.ts";
import type { DemoReport } from "./report.ts";
import { readScores } from "./scores.ts";
import { dbtAccount } from "./stages/build.ts";

/** Gathers the closing report from what the stages left: the store, the warehouse and dbt's run results. */
export async function readReport(
  context: DemoContext,
  audit: AuditReport,
  input: string,
): Promise<DemoReport> {
  const { state } = context;
  return {
    input,
    audit,
    dbt: dbtAccount(context),
    scores: await readScores(state.database),
    nextSteps: nextSteps(relative(process.cwd(), state.dir)),
  };
}

function nextSteps(stateDir: string): readonly string[] {
  const database = join(stateDir, "warehouse.duckdb");
  const target = join(stateDir, "target");
  return [
    `HEADWATER_DUCKDB=${database} npm run dbt -- build   build or query the marts yourself`,
    `npm run headwater -- audit --state ${stateDir}   the account by partition`,
    `npm run headwater -- gate --target-path ${target}   judge this dbt project`,
    `${join(stateDir, "store")}   the landed segments; docs/architecture.md says how to read them`,
  ];
}
