import type { ProjectGraph, ProjectNode } from "@headwater/artifacts";

import { listed } from "../wording.ts";

/**
 * Who outside of the project's own SQL counts on a node: exposures, semantic models, metrics and saved queries that
 * read it, models of other packages, and everybody where it is public. Models of the same project do not count: the
 * build itself finds what breaks in them.
 */
export interface Users {
  readonly nodes: readonly ProjectNode[];
  readonly isPublic: boolean;
}

const consuming = new Set(["exposure", "semantic_model", "metric", "saved_query"]);

export function usersOf(node: ProjectNode, graph: ProjectGraph): Users {
  return {
    nodes: graph
      .children(node.uniqueId)
      .filter((child) => consuming.has(child.resourceType) || isForeignModel(child, node)),
    isPublic: node.resourceType === "model" && node.access === "public",
  };
}

export function hasUsers({ nodes, isPublic }: Users): boolean {
  return nodes.length > 0 || isPublic;
}

/** "exposure board, metric sales and others, as it is public", for the end of a sentence. */
export function userWords({ nodes, isPublic }: Users): string {
  const words = nodes.map((node) => `${node.resourceType.replaceAll("_", " ")} ${node.name}`).toSorted();
  const named = listed(words);
  if (!isPublic) return named;
  return words.length === 0 ? "others, as it is public" : `${named}, and by others, as it is public`;
}

function isForeignModel(child: ProjectNode, node: ProjectNode): boolean {
  return child.resourceType === "model" && child.packageName !== node.packageName;
}
