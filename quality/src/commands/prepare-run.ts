import { builtInConfig, findConfig, loadConfig } from "../config/load-config.ts";
import type { GateConfig } from "../config/settings.ts";
import { isWithin } from "../paths.ts";
import { rules } from "../rules/index.ts";
import { readBaseline, type Baseline } from "../run/baseline.ts";
import { findProjects, folderFrom, type ProjectFiles } from "../run/load-project.ts";

/** The options by which every verb finds its projects. */
export interface ProjectOptions {
  readonly projectDir?: string;
  readonly targetPath?: string;
  readonly config?: string;
}

export interface PreparedRun {
  readonly cwd: string;
  readonly config: GateConfig;
  readonly baseline: Baseline;
  readonly projects: readonly ProjectFiles[];
}

/** Loads the configuration and finds the projects; relative paths are from the current folder. */
export async function prepareRun(options: ProjectOptions, base: string | undefined): Promise<PreparedRun> {
  const cwd = process.cwd();
  const file = options.config ?? findConfig(configFolders(cwd, options.projectDir));
  const config = file === undefined ? builtInConfig(cwd, rules) : await loadConfig(file, rules);
  const { projectDir, targetPath } = options;
  return {
    cwd,
    config,
    baseline: readBaseline(config.baselineFile),
    projects: findProjects({ cwd, projectDir, targetPath, base }, config),
  };
}

/** The current folder's configuration is for what lies below it: a project elsewhere is another repository's. */
function configFolders(cwd: string, projectDir: string | undefined): readonly string[] {
  if (projectDir === undefined) return ["."];
  return isWithin(folderFrom(cwd, projectDir), cwd) ? [".", projectDir] : [projectDir];
}
