import { hash } from "node:crypto";

import type { RuleFinding } from "../finding.ts";
import type { MapId } from "../renamed-ids.ts";

const sameId: MapId = (id) => id;

/**
 * What makes a finding the same one: rule, node, column, related nodes and the rule's own key. Never a path, a line or
 * the message, so that moving code or rewording a message changes no baseline. `occurrence` tells equal ones apart.
 */
export function identityOf(
  rule: string,
  finding: RuleFinding,
  mapId: MapId = sameId,
  occurrence = 0,
): string {
  // With a measure the related nodes are what was counted, and the measure tells whether it got worse.
  const related = finding.measure === undefined ? (finding.related ?? []).map(mapId).toSorted() : [];
  return JSON.stringify([
    rule,
    mapId(finding.subject.uniqueId),
    finding.column?.toLowerCase() ?? "",
    related,
    finding.key ?? "",
    occurrence,
  ]);
}

/**
 * A finding's identity as reports and baselines write it. It is a part of a SHA-256, so that nobody can write a change
 * whose finding has the fingerprint of an accepted one.
 */
export function fingerprintOf(identity: string): string {
  return hash("sha256", identity).slice(0, 20);
}
