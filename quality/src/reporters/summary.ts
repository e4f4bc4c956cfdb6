import { markdownReport } from "./markdown-report.ts";
import type { Reporter } from "./reporter.ts";

/** GitHub takes 1 MiB of a step's summary; a character can be four bytes. */
const maxLength = 250_000;

/** The page of a job's run, e.g. for GITHUB_STEP_SUMMARY. */
export const summaryReporter: Reporter = {
  name: "summary",
  summary: "Markdown for a job's summary page",
  render: (report) => markdownReport(report, maxLength),
};
