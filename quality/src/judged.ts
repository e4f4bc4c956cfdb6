import type { NodeOf, ProjectGraph, ResourceType } from "@headwater/artifacts";
import picomatch from "picomatch";

import type { Subject } from "./finding.ts";
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
  const { globs = [], texts = [] } = Object.groupBy(scope.excludePaths, (entry) =>
    picomatch.scan(entry).isGlob ? "globs" : "texts",
  );
  const matches = picomatch(globs, { dot: true });
  const isExcluded = (path: string) => texts.some((text) => path.includes(text)) || matches(path);
  return (subject) => {
    if (!packages.has(subject.packageName)) return false;
    if (scope.excludePaths.length === 0) return true;
    const path = subject.originalFilePath;
    return !isExcluded(path) && !isExcluded(`${path}:${nameOf(subject)}`);
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
