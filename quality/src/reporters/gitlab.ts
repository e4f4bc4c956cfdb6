import type { Finding } from "../finding.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import { safeJson } from "./escape/json.ts";
import { visible } from "./escape/visible.ts";
import type { Reporter } from "./reporter.ts";
import { wholeText } from "./words.ts";

/**
 * GitLab's code quality report. GitLab compares by fingerprint itself, so existing findings are in it, as info;
 * suppressed ones are not.
 */
export const gitlabReporter: Reporter = {
  name: "gitlab",
  summary: "GitLab code quality report",
  render: (report) => {
    const entries = report.findings
      .filter((finding) => finding.status !== "suppressed")
      .map((finding) => entry(finding, report.rules.get(finding.rule)?.docs.why));
    return `${safeJson(entries, 2)}\n`;
  },
};

function entry(finding: Finding, why: string | undefined) {
  return {
    description: visible(wholeText(finding, why)),
    check_name: finding.rule,
    fingerprint: fingerprintOf(finding.identity),
    severity: finding.status === "existing" ? "info" : finding.severity === "error" ? "major" : "minor",
    // GitLab drops entries without a path and a line.
    location: { path: finding.file ?? "dbt_project.yml", lines: { begin: finding.line ?? 1 } },
  };
}
