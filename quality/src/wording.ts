import type { NodeId, ProjectGraph, ProjectNode } from "@headwater/artifacts";

import type { RuleFinding, Subject } from "./finding.ts";

/** A subject as people say it: "pos.orders" for a source's table, "orders.v2" for a version of a model, else its name. */
export function nameOf({
  uniqueId,
  resourceType,
  name,
}: Pick<Subject, "uniqueId" | "resourceType" | "name">): string {
  if (resourceType !== "source" && resourceType !== "model") return name;
  // source.<package>.<source>.<table>, model.<package>.<name>.v<version>
  const packageEnd = uniqueId.indexOf(".", uniqueId.indexOf(".") + 1);
  return (packageEnd !== -1 && uniqueId.slice(packageEnd + 1)) || name;
}

/** The finding's whole sentence: what it is about, and what was found. */
export function sentenceOf({ subject, column, message }: RuleFinding): string {
  const name = nameOf(subject);
  return `${column === undefined ? name : `${name}.${column}`} ${message}`;
}

/** The nodes' names for a sentence, in alphabetical order: "a, b and c", "a, b, c and 4 more". */
export function namesOf(nodes: readonly ProjectNode[]): string {
  return listed(nodes.map(nameOf).toSorted());
}

/** Texts as one list in a sentence; what is over the limit is only counted. */
export function listed(texts: readonly string[], limit = 5): string {
  if (texts.length > limit) return `${texts.slice(0, limit).join(", ")} and ${texts.length - limit} more`;
  const last = texts.at(-1);
  return texts.length < 2 ? (last ?? "none") : `${texts.slice(0, -1).join(", ")} and ${last}`;
}

/** "1 model", "3 models". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A share in percent with at most two decimals, e.g. 66.67; 100 where there is nothing to count. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 10_000) / 100;
}

/** The ids of nodes in a stable order, for `related`. */
export function idsOf(nodes: readonly ProjectNode[]): readonly NodeId[] {
  return nodes.map((node) => node.uniqueId).toSorted();
}

/** The name of a node by its id; the id itself where the manifest does not hold it. */
export function nameOfId(graph: ProjectGraph, id: NodeId): string {
  const node = graph.node(id);
  return node ? nameOf(node) : id;
}

/** True for a text that says something: more than blanks. */
export function isText(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "";
}
