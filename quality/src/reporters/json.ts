import { findingShape, summaryShape } from "./json-shapes.ts";
import { safeJson } from "./escape/json.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON document: version, summary and every finding. */
export const jsonReporter: Reporter = {
  name: "json",
  summary: "one JSON document with every finding",
  render: (report) => {
    const document = {
      version: 1,
      summary: summaryShape(report),
      findings: report.findings.map(findingShape),
    };
    return `${safeJson(document, 2)}\n`;
  },
};
