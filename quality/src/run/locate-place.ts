import type { NodeId, Position, Positions, ProjectNode } from "@headwater/artifacts";

import type { Place, Subject } from "../finding.ts";

/** Finds a place in the project's files, relative to the project's folder. */
export function locatePlace(
  place: Exclude<Place, { readonly at: "config" }>,
  subject: Subject,
  positions: Positions,
  nodeOf: (id: NodeId) => ProjectNode | undefined,
): Position {
  if (place.at === "file") return { file: place.file, line: place.line };
  // Macros, groups and the project are no nodes; of a node that is gone, the subject still knows the file.
  const placed = nodeOf(place.node ?? subject.uniqueId) ?? subject;
  switch (place.at) {
    case "code":
      return positions.code(placed);
    case "key":
      return positions.key(placed, place.path);
    case "column":
      return positions.column(placed, place.column, place.path);
    case "sql":
      return positions.sql(placed, place.pattern, place.isLast === true ? "last" : "first");
    case "call": {
      const to = nodeOf(place.to);
      if (to === undefined) return positions.code(placed);
      return to.resourceType === "source" ? positions.source(placed, to) : positions.ref(placed, to);
    }
    default:
      return positions.node(placed);
  }
}
