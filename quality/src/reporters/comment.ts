import { markdownReport } from "./markdown-report.ts";
import type { Reporter } from "./reporter.ts";

/** By this line the workflow finds its own comment again, to replace it. */
const marker = "<!-- headwater-gate -->\n";

/** GitHub refuses comments over 65,536 characters; this stays well below. */
const maxLength = 59_000;

/** The body of the one comment on a pull request that each run replaces. */
export const commentReporter: Reporter = {
  name: "comment",
  summary: "Markdown for a pull request's comment, under 60,000 characters",
  render: (report) => marker + markdownReport(report, maxLength),
};
