import type { NodeId, ProjectGraph } from "@headwater/artifacts";

import { isSource, readBy, type Upstream } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";

/** Makes a function that gives the names of all sources, e.g. "pos", that a node gets data from at any distance. */
export function sourceNamesAbove(graph: ProjectGraph): (id: NodeId) => ReadonlySet<string> {
  return foldUpstream<Upstream, ReadonlySet<string>>(
    (id) => readBy(graph, id),
    (parents, id) => {
      const own = graph.node(id);
      if (own && isSource(own)) return new Set([own.sourceName]);
      const [first, ...others] = parents.map(([, names]) => names);
      // Most nodes have the same sources as their first parent: then they share its set.
      return others.reduce(
        (all, names) => (names.isSubsetOf(all) ? all : all.union(names)),
        first ?? new Set(),
      );
    },
  );
}
