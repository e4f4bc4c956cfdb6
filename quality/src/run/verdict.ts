import type { Finding } from "../finding.ts";
import type { Counts, FailOn, GateReport, Verdict } from "./report.ts";

/** Whether a finding counts; what is old or accepted never does. */
export function doesCount(finding: Finding): boolean {
  return finding.status === "new";
}

export function countFindings(findings: readonly Finding[]): Counts {
  const counting = findings.filter(doesCount);
  const size = (holds: (finding: Finding) => boolean, of = counting) => of.filter(holds).length;
  return {
    errors: size((finding) => finding.severity === "error"),
    warnings: size((finding) => finding.severity === "warn"),
    cannotJudge: size((finding) => finding.cannotJudge),
    existing: size((finding) => finding.status === "existing", [...findings]),
    suppressed: size((finding) => finding.status === "suppressed", [...findings]),
  };
}

/**
 * One verdict of everything: a crash before all, as its rule's findings are unknown; then a finding at or above
 * `failOn`; then what could not be judged. `never` makes findings harmless, never a crash.
 */
export function verdictOf(
  report: Pick<GateReport, "findings" | "crashes" | "notJudged">,
  failOn: FailOn,
): Verdict {
  if (report.crashes.length > 0) return "crash";
  const fails = (finding: Finding) =>
    doesCount(finding) && (failOn === "warn" || (failOn === "error" && finding.severity === "error"));
  const failing = report.findings.filter(fails);
  if (failing.some((finding) => !finding.cannotJudge)) return "fail";
  if (failing.length > 0) return "cannot-judge";
  const isRuleMissing = report.notJudged.some((rule) => rule.isExplicit);
  return isRuleMissing && failOn !== "never" ? "cannot-judge" : "pass";
}
