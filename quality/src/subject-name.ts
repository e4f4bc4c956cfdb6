import type { RuleFinding, Subject } from "./finding.ts";

/** A subject as people say it: "raw.orders" for a source's table, "orders.v2" for a version of a model, else its name. */
export function subjectName({ uniqueId, resourceType, name }: Subject): string {
  // source.<package>.<source>.<table>, model.<package>.<name>.v<version>
  const isLonger = resourceType === "source" || resourceType === "model";
  return (isLonger && uniqueId.split(".").slice(2).join(".")) || name;
}

/** The finding's whole sentence: what it is about, and what was found. */
export function sentenceOf({ subject, column, message }: RuleFinding): string {
  const name = subjectName(subject);
  return `${column === undefined ? name : `${name}.${column}`} ${message}`;
}
