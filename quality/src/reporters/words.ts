import type { Finding } from "../finding.ts";
import type { Counts, Verdict } from "../run/report.ts";
import { counted } from "../wording.ts";

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: "passed",
  fail: "failed",
  "cannot-judge": "cannot judge",
  crash: "crashed",
};

/** "2 errors, 1 warning (1 cannot be judged); not counted: 14 existing, 2 suppressed". */
export function countedWords({ errors, warnings, cannotJudge, existing, suppressed }: Counts): string {
  const counting = `${counted(errors, "error")}, ${counted(warnings, "warning")}`;
  const unsure = cannotJudge > 0 ? ` (${cannotJudge} cannot be judged)` : "";
  const others = [existing > 0 && `${existing} existing`, suppressed > 0 && `${suppressed} suppressed`]
    .filter((part) => part !== false)
    .join(", ");
  return `${counting}${unsure}${others && `; not counted: ${others}`}`;
}

/** One text of what was found, why it matters where that is given, and how to fix it. */
export function wholeText({ message, fix }: Pick<Finding, "message" | "fix">, why?: string): string {
  return [`${message}.`, ...(why === undefined ? [] : [why]), `Fix: ${fix}`].join(" ");
}
