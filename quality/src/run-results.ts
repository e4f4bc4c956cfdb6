import type { NodeId, Owner, ProjectGraph, RunResult } from "@headwater/artifacts";

import type { Subject } from "./finding.ts";

/** The node that a run's result is about, or what its id tells of it where the manifest does not have it. */
export function subjectOfResult(graph: ProjectGraph, id: NodeId): Subject {
  const [resourceType = "", packageName = "", ...name] = id.split(".");
  return (
    graph.node(id) ?? {
      uniqueId: id,
      resourceType,
      name: name.join(".") || id,
      packageName,
      originalFilePath: "",
    }
  );
}

/** Whether a node or test ended with an error or failed. A skipped one did neither: it waited for another that did. */
export function isFailed({ status }: RunResult): boolean {
  return isError(status) || status === "fail";
}

/** Whether a status says that dbt or the warehouse could not run the node to its end. */
export function isError(status: string): boolean {
  return status === "error" || status === "runtime error" || status === "partial success";
}

/** All that dbt writes for nodes, tests and sources; "reused" is dbt 2's, for what it need not build again. */
const knownStatuses = new Set([
  "success",
  "error",
  "skipped",
  "partial success",
  "no-op",
  "reused",
  "pass",
  "warn",
  "fail",
  "runtime error",
]);

/** Whether it is known what a result's status says. */
export function isKnown({ status }: RunResult): boolean {
  return knownStatuses.has(status);
}

const longestMessage = 300;

/** The first two lines of dbt's message as one: "Database Error in model orders: column total does not exist". */
export function messageText(message: string | undefined): string {
  const lines = (message ?? "")
    .slice(0, 10 * longestMessage)
    .split("\n")
    .map((line) => line.trim().replace(/:$/, ""))
    .filter((line) => line !== "");
  const text = lines.slice(0, 2).join(": ") || "dbt gave no message";
  return text.length > longestMessage ? `${text.slice(0, longestMessage - 1)}…` : text;
}

/** An owner as a part of a sentence: "owner Sales team"; "no owner" where nobody is known. */
export function ownerText(owner: Owner | undefined): string {
  const name = owner?.name ?? owner?.emails[0];
  return name === undefined ? "no owner" : `owner ${name}`;
}

/** A length of time in words: "45 s", "3 min", "5 h", "3 days". */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
