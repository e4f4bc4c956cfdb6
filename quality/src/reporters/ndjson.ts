import { findingShape, summaryShape } from "./json-shapes.ts";
import { safeJson } from "./escape/json.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON object a line: a finding each, and the summary at the end. */
export const ndjsonReporter: Reporter = {
  name: "ndjson",
  summary: "one JSON object a line: findings, then the summary",
  render: (report) => {
    const findings = report.findings.map((finding) => ({ type: "finding", ...findingShape(finding) }));
    const lines = [...findings, { type: "summary", version: 1, ...summaryShape(report) }];
    return lines.map((line) => `${safeJson(line)}\n`).join("");
  },
};
