import { join } from "node:path";

import { type PythonResult, repositoryRoot, runPython } from "@headwater/ingest";

export interface DbtOptions {
  /** dbt's own words, for example ["build", "--select", "dim_school"]. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
  readonly signal?: AbortSignal;
}

/** Runs dbt in the project at the root of the repository. It ends when this process does. */
export async function runDbt({ words, env, onLine, signal }: DbtOptions): Promise<PythonResult> {
  return runPython({
    module: "dbt.cli.main",
    args: words,
    cwd: repositoryRoot,
    // Python warns that dbt imports its own main module before running it, which is dbt's way and harmless.
    env: { PYTHONWARNINGS: "ignore::RuntimeWarning:runpy", ...env },
    onLine,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** dbt's words for a build that keeps all it writes in one state folder, beside other builds. */
export function buildWords(targetDir: string): readonly string[] {
  return [
    "--no-use-colors",
    "build",
    "--target",
    "dev",
    "--target-path",
    targetDir,
    "--log-path",
    join(targetDir, "logs"),
  ];
}

/** How far a build is, from one line of dbt's output, for example "12 of 140"; undefined for other lines. */
export function buildProgress(line: string): string | undefined {
  return /\b(\d+ of \d+) (?:START|OK|PASS|WARN|FAIL|ERROR)/.exec(line)?.[1];
}
