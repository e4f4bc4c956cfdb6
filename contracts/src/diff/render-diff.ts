import type { DiffReport } from "./diff-contracts.ts";
import type { Finding } from "./finding.ts";

/** The report as lines for people: one a change, breaking ones first, and a summary. */
export function renderDiff(report: DiffReport): string {
  const lines: string[] = [];
  let feed = "";
  for (const finding of report.findings) {
    if (finding.feed !== feed) {
      feed = finding.feed;
      lines.push(feed);
    }
    lines.push(`  ${renderFinding(finding)}`);
  }
  for (const { feed, commit } of report.skipped) {
    lines.push(
      `${feed}: the version of commit ${commit.slice(0, 10)} is no valid contract and was not compared`,
    );
  }
  const breaking = report.findings.filter(({ level }) => level === "breaking").length;
  const compatible = report.findings.length - breaking;
  const compared = `compared with ${report.comparedVersions} versions in the history of ${report.base}`;
  lines.push(`${breaking} breaking and ${compatible} compatible changes, ${compared}.`);
  if (breaking > 0) {
    lines.push("A break that is meant needs a higher `major` in feed.yml, or a new feed.");
  }
  return lines.join("\n");
}

function renderFinding({ level, code, subject, message, against }: Finding): string {
  const versions = against.length > 1 ? `${against.length} versions, the newest in ` : "";
  const place = against[0] === undefined ? "" : ` (against ${versions}${against[0].slice(0, 10)})`;
  return `${level.padEnd(10)}  ${code}  ${subject === "" ? "" : `${subject} `}${message}${place}`;
}
