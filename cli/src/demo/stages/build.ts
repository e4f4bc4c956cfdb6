import { join } from "node:path";

import { readRunResults } from "@headwater/artifacts";

import { buildProgress, buildWords, runDbt } from "../../dbt/run-dbt.ts";
import { CommandError } from "../../errors.ts";
import type { DemoContext } from "../context.ts";
import type { DbtAccount } from "../report.ts";

const findingsExitCode = 1;

/** Builds and tests the marts with dbt. A failing test is counted, not thrown: the report tells it. */
export async function build(context: DemoContext, update: (detail: string) => void): Promise<string> {
  const { state, env, signal } = context;
  const lines: string[] = [];
  const { exitCode } = await runDbt({
    words: buildWords(state.targetDir),
    env: { ...env, HEADWATER_DUCKDB: state.database },
    signal,
    onLine(line) {
      lines.push(line);
      const step = buildProgress(line);
      if (step !== undefined) update(step);
    },
  });
  if (exitCode > findingsExitCode || exitCode < 0) {
    throw new CommandError(
      "DBT_CANNOT_RUN",
      `dbt build ended with ${exitCode}:\n${lines.slice(-20).join("\n")}`,
      `The whole log is in ${join(state.targetDir, "logs", "dbt.log")}.`,
    );
  }
  const account = dbtAccount(context);
  const failed = account.testsFailed === 0 ? "" : `, ${account.testsFailed} FAILED`;
  return `${account.models} models, seeds and snapshots; ${account.testsPassed} tests passed${failed}`;
}

/** What the last build of this state did, from its run results. */
export function dbtAccount({ state }: DemoContext): DbtAccount {
  const { results } = readRunResults(join(state.targetDir, "run_results.json"));
  const tests = results.filter(({ uniqueId }) => /^(unit_)?test\./.test(uniqueId));
  const count = (...statuses: readonly string[]): number =>
    tests.filter(({ status }) => statuses.includes(status)).length;
  const built = results.filter((result) => !tests.includes(result));
  return {
    models: built.filter(({ status }) => status === "success").length,
    testsPassed: count("pass", "success"),
    testsFailed: count("fail", "error") + built.filter(({ status }) => status === "error").length,
    testsWarned: count("warn"),
  };
}
