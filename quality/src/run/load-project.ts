import { existsSync, globSync, realpathSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";

import {
  buildProjectGraph,
  readCatalog,
  readManifest,
  readRunResults,
  readSources,
} from "@headwater/artifacts";

import type { GateConfig } from "../config/settings.ts";
import { QualityError } from "../errors.ts";
import { isWithin } from "../paths.ts";
import type { Side } from "../rule.ts";
import { isSameManifest } from "./same-manifest.ts";

/** A project on disk: its folder and where its artifacts lie. */
export interface ProjectFiles {
  /** Absolute. */
  readonly folder: string;
  /** Relative to where the gate runs, with forward slashes; "." for that folder. */
  readonly shownFolder: string;
  readonly artifacts: string;
  /** The folder of the base's artifacts; undefined without a base, or where the base has no such project. */
  readonly baseArtifacts: string | undefined;
}

export interface ProjectQuery {
  /** Where the gate runs; absolute. */
  readonly cwd: string;
  readonly projectDir: string | undefined;
  readonly targetPath: string | undefined;
  readonly base: string | undefined;
}

/**
 * Finds the projects of a run: --project-dir, else the configuration's, else the one in the current folder.
 * @throws QualityError GATE_NO_PROJECT or GATE_BASE_NOT_COMPARABLE
 */
export function findProjects(query: ProjectQuery, config: GateConfig): readonly ProjectFiles[] {
  const folders = projectFolders(query, config);
  return folders.map((folder) => ({
    folder,
    shownFolder: relative(query.cwd, folder).split(sep).join("/") || ".",
    artifacts: artifactsFolder(folder, query),
    baseArtifacts:
      query.base === undefined ? undefined : baseFolder(folder, query.base, query.cwd, folders.length),
  }));
}

export interface SideOptions {
  /** The head that a base is read with: what is equal in both is read once. */
  readonly head?: Side;
  /** A base is going to be read with this side as head. */
  readonly hasBase?: boolean;
}

/**
 * Reads one side's artifacts. All but the manifest may be missing.
 * @throws ArtifactError for one that is there and cannot be read
 */
export function loadSide(folder: string, { head, hasBase = false }: SideOptions = {}): Side {
  const manifest = readManifest(join(folder, "manifest.json"), {
    ...(head && { shareWith: head.manifest }),
    isShared: hasBase,
  });
  const optional = <Artifact>(name: string, read: (path: string) => Artifact): Artifact | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? read(path) : undefined;
  };
  return {
    graph: head && isSameManifest(head.manifest, manifest) ? head.graph : buildProjectGraph(manifest),
    manifest,
    catalog: optional("catalog.json", readCatalog),
    runResults: optional("run_results.json", readRunResults),
    sources: optional("sources.json", readSources),
  };
}

function projectFolders({ cwd, projectDir }: ProjectQuery, config: GateConfig): readonly string[] {
  if (projectDir !== undefined) return [folderFrom(cwd, projectDir)];
  if (config.projects.length === 0) return [cwd];
  const found = config.projects.flatMap((glob) => {
    const folders = globSync(glob, { cwd: config.folder })
      .map((folder) => folderFrom(cwd, resolve(config.folder, folder)))
      .filter((folder) => existsSync(join(folder, "dbt_project.yml")));
    if (folders.length > 0) return folders;
    throw new QualityError(
      "GATE_NO_PROJECT",
      `${config.file}: projects: ${glob} matches no folder with a dbt_project.yml.`,
      "Correct the glob; it is relative to the configuration's folder.",
    );
  });
  return [...new Set(found)].toSorted();
}

/**
 * The absolute form of a folder that is named from the current one. One that lies below the current folder, and is named
 * through a link that leads there from outside, has its place here: CI systems know no other. A shell's $PWD is such a
 * name where somebody went through a link.
 */
export function folderFrom(cwd: string, name: string): string {
  const folder = resolve(cwd, name);
  if (isWithin(folder, cwd) || !existsSync(folder)) return folder;
  const real = realpathSync(folder);
  return isWithin(real, cwd) ? real : folder;
}

function artifactsFolder(folder: string, { cwd, targetPath = "target" }: ProjectQuery): string {
  if (isAbsolute(targetPath)) return targetPath;
  // As dbt takes it, a target path belongs to the project; a path from the current folder is understood as well.
  const inProject = join(folder, targetPath);
  const fromHere = resolve(cwd, targetPath);
  return existsSync(join(inProject, "manifest.json")) || !existsSync(fromHere) ? inProject : fromHere;
}

/**
 * The base's artifacts of a project. With one project they lie in the base folder itself (or its target/); with
 * several, below it under the project's path. A project that the base does not have is new.
 */
function baseFolder(folder: string, base: string, cwd: string, projects: number): string | undefined {
  const root = resolve(cwd, base);
  const below = join(root, relative(cwd, folder));
  const candidates =
    projects === 1
      ? [root, join(root, "target"), join(below, "target"), below]
      : [join(below, "target"), below, join(root, basename(folder))];
  const found = candidates.find((candidate) => existsSync(join(candidate, "manifest.json")));
  if (found !== undefined || (projects > 1 && existsSync(root))) return found;
  throw new QualityError(
    "GATE_BASE_NOT_COMPARABLE",
    `The base folder ${base} holds no manifest.json.`,
    "Give --base the folder with the artifacts of the base branch, e.g. its target folder.",
  );
}
