import { hash } from "node:crypto";

import type { NodeId } from "@headwater/artifacts";

import type { RuleFinding } from "../finding.ts";

/** Maps a node's id to the id by which it is known on the other side, e.g. a renamed node's. */
export type MapId = (id: NodeId) => NodeId;

const sameId: MapId = (id) => id;

/**
 * The identity of a finding: rule, node, column, related nodes and the rule's own key. Never a path, a line or the
 * message, so that moving code or rewording a message changes no baseline. `occurrence` tells equal ones apart.
 */
export function fingerprintOf(
  rule: string,
  finding: RuleFinding,
  mapId: MapId = sameId,
  occurrence = 0,
): string {
  // With a measure the related nodes are what was counted, and the measure tells whether it got worse.
  const related = finding.measure === undefined ? (finding.related ?? []).map(mapId).toSorted() : [];
  const identity = [
    rule,
    mapId(finding.subject.uniqueId),
    finding.column?.toLowerCase() ?? "",
    related,
    finding.key ?? "",
    occurrence,
  ];
  return hash("sha256", JSON.stringify(identity)).slice(0, 20);
}
