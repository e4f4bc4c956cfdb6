import type { NodeId, Owner, ProjectGraph, ProjectNode, StateComparison } from "@headwater/artifacts";

import { nameOf } from "../wording.ts";
import type { Change, Impact } from "./report.ts";

/** Tests and what only runs are no changes of their own: they belong to a node, or change nothing downstream. */
const unlisted = new Set(["test", "unit_test", "analysis", "operation", "sql_operation", "rpc"]);

/** Every changed node with what is downstream of it; a removed node's downstream is the base's. */
export function describeChanges(
  project: string,
  head: ProjectGraph,
  base: ProjectGraph,
  changed: StateComparison,
  isJudged: (node: ProjectNode) => boolean,
): readonly Change[] {
  const from = new Map(changed.renamed.map((pair) => [pair.to, pair.from]));
  const describe = (graph: ProjectGraph, id: NodeId, kind: Change["kind"]): readonly Change[] => {
    const node = graph.node(id);
    if (node === undefined || unlisted.has(node.resourceType) || !isJudged(node)) return [];
    const { uniqueId, resourceType, name } = node;
    const modified = [...(changed.modified.get(id) ?? [])].toSorted();
    const impact = impactOf(node, graph);
    return [{ project, uniqueId, resourceType, name, kind, modified, from: from.get(id), impact }];
  };
  return [
    ...[...changed.removed].flatMap((id) => describe(base, id, "removed")),
    ...[...from.keys()].flatMap((id) => describe(head, id, "renamed")),
    ...[...changed.modified.keys()]
      .filter((id) => !from.has(id))
      .flatMap((id) => describe(head, id, "modified")),
    ...[...changed.added].flatMap((id) => describe(head, id, "added")),
  ];
}

/** What is downstream of a node, and the owners of the node and of all that. */
function impactOf(node: ProjectNode, graph: ProjectGraph): Impact {
  const downstream = graph.descendants(node.uniqueId);
  const namesOf = (type: string) => downstream.filter((each) => each.resourceType === type).map(nameOf);
  const owners = [node, ...downstream].flatMap((each) => graph.ownerOf(each) ?? []).map(ownerWords);
  return {
    models: namesOf("model"),
    exposures: namesOf("exposure"),
    metrics: namesOf("metric"),
    owners: [...new Set(owners)].toSorted(),
  };
}

function ownerWords({ name, emails }: Owner): string {
  const mails = emails.map((mail) => `<${mail}>`).join(" ");
  return [name, mails].filter(Boolean).join(" ");
}
