import type { Log, Notification, ReportingDescriptor, Result } from "sarif";

import type { Finding } from "../finding.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import type { GateReport } from "../run/report.ts";
import { safeJson } from "./escape/json.ts";
import { visible } from "./escape/visible.ts";
import type { Reporter } from "./reporter.ts";
import { wholeText } from "./words.ts";

/** SARIF 2.1.0, as code scanning of GitHub and others reads it. */
export const sarifReporter: Reporter = {
  name: "sarif",
  summary: "SARIF 2.1.0, for code scanning",
  render: (report, { version }) => `${safeJson(sarifLog(report, version), 2)}\n`,
};

function sarifLog(report: GateReport, version: string): Log {
  const ruleIds = [...report.rules.keys()];
  const isCompared = report.projects.some((project) => project.isCompared);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "headwater gate", version, rules: ruleIds.map((id) => descriptor(id, report)) },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The folder in which the gate ran." } } },
        results: report.findings.map((finding) => result(finding, ruleIds, isCompared)),
        invocations: [
          {
            executionSuccessful: report.crashes.length === 0,
            toolExecutionNotifications: [
              ...report.crashes.map(({ rule, message }) =>
                notification(rule, "error", `crashed: ${visible(message)}`),
              ),
              ...report.notJudged.map(({ rule, missing, isExplicit }) =>
                notification(rule, isExplicit ? "error" : "note", `has no ${missing.join(", ")} to judge by`),
              ),
            ],
          },
        ],
      },
    ],
  };
}

function notification(rule: string, level: "error" | "note", text: string): Notification {
  return { level, associatedRule: { id: rule }, message: { text: `The rule ${rule} ${text}` } };
}

function descriptor(id: string, report: GateReport): ReportingDescriptor {
  const text = report.rules.get(id);
  if (text === undefined) return { id };
  const { what, why, fix } = text.docs;
  return {
    id,
    name: text.title,
    shortDescription: { text: text.title },
    fullDescription: { text: what },
    help: { text: `${why}\n\nFix: ${fix}`, markdown: `${why}\n\n**Fix:** ${fix}` },
    properties: { tags: [text.category] },
  };
}

function result(finding: Finding, ruleIds: readonly string[], isCompared: boolean): Result {
  const { file, line, suppression } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex: ruleIds.indexOf(finding.rule),
    level: finding.status === "existing" ? "note" : finding.severity === "error" ? "error" : "warning",
    message: { text: linkless(visible(wholeText(finding))) },
    locations: [
      {
        ...(file !== undefined && {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file), uriBaseId: "ROOT" },
            ...(line !== undefined && { region: { startLine: line } }),
          },
        }),
        logicalLocations: [
          { name: finding.name, fullyQualifiedName: finding.uniqueId, kind: finding.resourceType },
        ],
      },
    ],
    partialFingerprints: { "headwater/v1": fingerprintOf(finding.identity) },
    ...(isCompared && { baselineState: baselineState(finding) }),
    ...(finding.status === "suppressed" &&
      suppression && {
        suppressions: [
          {
            kind: suppression.from === "meta" ? ("inSource" as const) : ("external" as const),
            justification: visible(suppression.reason),
          },
        ],
      }),
  };
}

function baselineState(finding: Finding): "unchanged" | "updated" | "new" {
  if (finding.status === "existing") return "unchanged";
  return finding.measureBefore === undefined ? "new" : "updated";
}

/** SARIF takes `[text](target)` in a message for a link. */
function linkless(text: string): string {
  return text.replaceAll("](", String.raw`\](`);
}

/** A relative path as a URI reference: each part encoded, slashes kept. */
function uriOf(path: string): string {
  return path
    .toWellFormed()
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
}
