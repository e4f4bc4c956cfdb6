import type { NodeOf, ProjectGraph, ResourceType } from "@headwater/artifacts";
import picomatch from "picomatch";

import type { Subject } from "./finding.ts";
import { macroSubject } from "./subject.ts";
import { nameOf } from "./wording.ts";

/** Which nodes a project is judged by. */
export interface Scope {
  /** Installed packages that are judged too. The root project always is. */
  readonly includePackages: readonly string[];
  /**
   * Globs over the path from the project's root, and over "path:name": one of several things in a YAML file. An entry
   * without wildcards is a text that either contains, as in dbt-project-evaluator.
   */
  readonly excludePaths: readonly string[];
}

/** Tells whether a subject is judged: it belongs to the root project and no excluded path matches. */
export function judgedBy(graph: ProjectGraph, scope: Scope): (subject: Subject) => boolean {
  const packages = new Set([graph.manifest.metadata.projectName, ...scope.includePackages]);
  const isExcluded = matcherOf(scope.excludePaths);
  return (subject) => {
    if (!packages.has(subject.packageName)) return false;
    return scope.excludePaths.length === 0 || !isExcluded(subject);
  };
}

/** The packages and paths of the scope that fit nothing in the project, as they are misspelt or left over: a sentence for each. */
export function unmatchedScope(
  { manifest }: ProjectGraph,
  { includePackages, excludePaths }: Scope,
): readonly string[] {
  if (includePackages.length === 0 && excludePaths.length === 0) return [];
  const subjects = [...manifest.nodes.values(), ...[...manifest.macros.values()].map(macroSubject)];
  const packages = new Set(subjects.map(({ packageName }) => packageName));
  return [
    ...includePackages
      .filter((name) => !packages.has(name))
      .map((name) => `include_packages names ${name}, which is not installed.`),
    ...excludePaths
      .filter((entry) => !subjects.some(matcherOf([entry])))
      .map(
        (entry) =>
          `exclude_paths has ${entry}, which fits no path: an entry is a glob or a text that a path contains.`,
      ),
  ];
}

function matcherOf(entries: readonly string[]): (subject: Subject) => boolean {
  const { globs = [], texts = [] } = Object.groupBy(entries, (entry) =>
    picomatch.scan(entry).isGlob ? "globs" : "texts",
  );
  const matchesGlob = picomatch(globs, { dot: true });
  const matches = (path: string) => texts.some((text) => path.includes(text)) || matchesGlob(path);
  return (subject) => {
    const path = subject.originalFilePath;
    return matches(path) || matches(`${path}:${nameOf(subject)}`);
  };
}

/** The judged nodes by type, filtered once per type. */
export function judgedNodes(
  graph: ProjectGraph,
  isJudged: (subject: Subject) => boolean,
): <T extends ResourceType>(type: T) => readonly NodeOf<T>[] {
  const found = new Map<ResourceType, readonly unknown[]>();
  return <T extends ResourceType>(type: T) => {
    const known = found.get(type);
    // The map holds, under each type, what `byType` of that type gave.
    if (known !== undefined) return known as readonly NodeOf<T>[];
    const nodes = graph.byType(type).filter(isJudged);
    found.set(type, nodes);
    return nodes;
  };
}
