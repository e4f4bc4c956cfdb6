import type { RuleFinding, Subject } from "./finding.ts";

/** A subject as people say it: "raw.orders" for a source's table, "orders.v2" for a version of a model, else its name. */
export function subjectName({ uniqueId, resourceType, name }: Subject): string {
  if (resourceType !== "source" && resourceType !== "model") return name;
  // source.<package>.<source>.<table>, model.<package>.<name>.v<version>
  const packageEnd = uniqueId.indexOf(".", uniqueId.indexOf(".") + 1);
  return (packageEnd !== -1 && uniqueId.slice(packageEnd + 1)) || name;
}

/** The finding's whole sentence: what it is about, and what was found. */
export function sentenceOf({ subject, column, message }: RuleFinding): string {
  const name = subjectName(subject);
  return `${column === undefined ? name : `${name}.${column}`} ${message}`;
}
