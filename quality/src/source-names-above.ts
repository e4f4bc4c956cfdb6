import type { NodeId, ProjectGraph } from "@headwater/artifacts";

import { isSource, inputsOf, type Input } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";

const noNames: ReadonlySet<string> = new Set();

/** Makes a function that gives the names of all sources, e.g. "pos", that a node gets data from at any distance. */
export function sourceNamesAbove(graph: ProjectGraph): (id: NodeId) => ReadonlySet<string> {
  return foldUpstream<Input, ReadonlySet<string>>(
    (id) => inputsOf(graph, id),
    (parents, namesOf, id) => {
      const own = graph.node(id);
      if (own && isSource(own)) return new Set([own.sourceName]);
      let all: ReadonlySet<string> | undefined;
      for (const parent of parents) {
        const names = namesOf(parent);
        // Most nodes have the same sources as their first parent: then they share its set.
        if (names === undefined || (all && names.isSubsetOf(all))) continue;
        all = all === undefined ? names : all.union(names);
      }
      return all ?? noNames;
    },
  );
}
