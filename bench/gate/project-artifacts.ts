import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, renameSync } from "node:fs";
import { join } from "node:path";

import { repositoryRoot } from "./repository.ts";

/** The manifest of a run of dbt that parses only: without the code that `dbt build` compiles and writes. */
export const parsedManifest = "manifest.parsed.json";

/** Runs the demo on samples and lets dbt write all four artifacts of this project; answers with their folder. */
export function makeProjectArtifacts(stateDir: string): string {
  const targetDir = join(stateDir, "target");
  if (["catalog.json", parsedManifest].every((file) => existsSync(join(targetDir, file)))) return targetDir;
  const env = { HEADWATER_DUCKDB: join(stateDir, "warehouse.duckdb") };
  const dbtWords = ["--target", "dev", "--target-path", targetDir, "--log-path", join(targetDir, "logs")];
  // What documents the catalog and judges freshness writes these two anew, and without what the build compiled.
  const ofBuild = ["manifest.json", "run_results.json"].map((file) => join(targetDir, file));
  runHeadwater(["demo", "--state", stateDir]);
  for (const file of ofBuild) copyFileSync(file, `${file}.build`);
  runHeadwater(["dbt", "docs", "generate", ...dbtWords], env);
  runHeadwater(["dbt", "source", "freshness", ...dbtWords], env);
  copyFileSync(join(targetDir, "manifest.json"), join(targetDir, parsedManifest));
  for (const file of ofBuild) renameSync(`${file}.build`, file);
  return targetDir;
}

/** The command from its sources, and as a release has it: bundled. */
export const fromSources: readonly string[] = [
  process.execPath,
  join(repositoryRoot, "cli", "src", "headwater.ts"),
];
export const bundled: readonly string[] = [
  process.execPath,
  join(repositoryRoot, "cli", "dist", "headwater.js"),
];

/** Bundles the command anew, so that no old one is measured. */
export function bundle(): void {
  const done = spawnSync(process.execPath, [join(repositoryRoot, "scripts", "bundle.ts")], {
    stdio: "inherit",
  });
  if (done.status !== 0) throw new Error(`scripts/bundle.ts ended with ${done.status}.`);
}

function runHeadwater(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const [node = "", ...script] = fromSources;
  const done = spawnSync(node, [...script, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  // 1 is a finding, for example samples that are older than their source's freshness allows.
  if (done.status === 0 || done.status === 1) return;
  throw new Error(`headwater ${args.join(" ")} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
}
