import type { Finding } from "../finding.ts";
import { doesCount } from "../run/verdict.ts";
import { escapeCommandData, escapeCommandProperty } from "./escape/workflow-command.ts";
import type { Reporter } from "./reporter.ts";

/**
 * Annotations by GitHub's workflow commands, for the findings that count and for what could not be judged. GitHub shows the first ten errors and the
 * first ten warnings of a step: the report's order puts the worst first.
 */
export const githubReporter: Reporter = {
  name: "github",
  summary: "annotations in a GitHub Actions log",
  render: (report) => {
    const crashes = report.crashes.map(
      ({ rule, message }) =>
        `::error title=${escapeCommandProperty(`${rule} crashed`)}::${escapeCommandData(message)}\n`,
    );
    const notJudged = report.notJudged
      .filter((each) => each.isExplicit)
      .map(
        ({ project, rule, missing }) =>
          `::error title=${escapeCommandProperty(`${rule} cannot be judged`)}::${escapeCommandData(`${project}: no ${missing.join(", ")}`)}\n`,
      );
    const findings = report.findings
      .filter(doesCount)
      .map((finding) => annotation(finding, report.rules.get(finding.rule)?.docs.why));
    return [...crashes, ...notJudged, ...findings].join("");
  },
};

function annotation(finding: Finding, why: string | undefined): string {
  const properties = [
    finding.file !== undefined && `file=${escapeCommandProperty(finding.file)}`,
    finding.line !== undefined && `line=${finding.line}`,
    `title=${escapeCommandProperty(`${finding.rule}: ${finding.name}`)}`,
  ].filter((property) => property !== false);
  const command = finding.severity === "error" ? "error" : "warning";
  const parts = [finding.message, ...(why === undefined ? [] : [`Why: ${why}`]), `Fix: ${finding.fix}`];
  return `::${command} ${properties.join(",")}::${escapeCommandData(...parts)}\n`;
}
