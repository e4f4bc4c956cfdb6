import type { Finding } from "../finding.ts";
import type { GateReport } from "../run/report.ts";
import { escapeXml } from "./escape/xml.ts";
import type { Reporter } from "./reporter.ts";

/**
 * JUnit XML: a suite for each rule, a test case for each finding, and one passing case for a rule that found nothing.
 * What does not count (existing, suppressed) is a skipped case.
 */
export const junitReporter: Reporter = {
  name: "junit",
  summary: "JUnit XML, for test reports of CI systems",
  render: (report) => {
    const suites = [...report.rules.keys()].map((rule) => suite(rule, report));
    const totals = suites.reduce(
      (sum, each) => ({
        tests: sum.tests + each.tests,
        failures: sum.failures + each.failures,
        errors: sum.errors + each.errors,
        skipped: sum.skipped + each.skipped,
      }),
      { tests: 0, failures: 0, errors: 0, skipped: 0 },
    );
    const body = suites.map((each) => each.xml).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="headwater gate" ${attributes(totals)}>\n${body}</testsuites>\n`;
  },
};

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suite(rule: string, report: GateReport): Totals & { readonly xml: string } {
  const findings = report.findings.filter((finding) => finding.rule === rule);
  const crashes = report.crashes.filter((crash) => crash.rule === rule);
  const cases = [
    ...findings.map(findingCase),
    ...crashes.map((crash) => testCase(rule, "rule", `<error message="${escapeXml(crash.message)}"/>`)),
  ];
  if (cases.length === 0) cases.push(testCase(rule, "no findings", ""));
  const failures = findings.filter((finding) => finding.status === "new").length;
  const totals = {
    tests: cases.length,
    failures,
    errors: crashes.length,
    skipped: findings.length - failures,
  };
  const xml = `  <testsuite name="${escapeXml(rule)}" ${attributes(totals)}>\n${cases.join("")}  </testsuite>\n`;
  return { ...totals, xml };
}

function findingCase(finding: Finding): string {
  const name = [finding.uniqueId, finding.column].filter(Boolean).join(", column ");
  if (finding.status !== "new") {
    const reason = finding.suppression?.reason ?? "was so in the base already";
    return testCase(finding.rule, name, `<skipped message="${escapeXml(`${finding.status}: ${reason}`)}"/>`);
  }
  const where = finding.file === undefined ? "" : `${finding.file}:${finding.line ?? 1}: `;
  const body = escapeXml(`${where}${finding.message} Fix: ${finding.fix}`);
  const failure = `<failure type="${finding.severity}" message="${escapeXml(finding.message)}">${body}</failure>`;
  return testCase(finding.rule, name, failure);
}

function testCase(rule: string, name: string, content: string): string {
  const start = `    <testcase classname="${escapeXml(rule)}" name="${escapeXml(name)}"`;
  return content === "" ? `${start}/>\n` : `${start}>${content}</testcase>\n`;
}

function attributes({ tests, failures, errors, skipped }: Totals): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}
