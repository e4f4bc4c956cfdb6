import type { GeneratedFile } from "./generated-file.ts";

/** How a generated file stands against what lies on disk. */
export interface FileState {
  readonly path: string;
  readonly state: "current" | "missing" | "outdated" | "orphaned";
}

/**
 * Compares the files that should exist with the generated files that do (path to content). A file on disk that
 * no contract asks for any more is orphaned. Line ends do not count: git may have changed them.
 */
export function compareGenerated(
  expected: readonly GeneratedFile[],
  onDisk: ReadonlyMap<string, string>,
): readonly FileState[] {
  const expectedPaths = new Set(expected.map((file) => file.path));
  const states = expected.map(({ path, content }): FileState => {
    const found = onDisk.get(path);
    if (found === undefined) {
      return { path, state: "missing" };
    }
    return { path, state: found.replaceAll("\r\n", "\n") === content ? "current" : "outdated" };
  });
  const orphans = [...onDisk.keys()].filter((path) => !expectedPaths.has(path)).sort();
  return [...states, ...orphans.map((path): FileState => ({ path, state: "orphaned" }))];
}
