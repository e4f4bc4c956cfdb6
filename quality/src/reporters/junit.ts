import type { Finding } from "../finding.ts";
import type { GateReport, NotJudged } from "../run/report.ts";
import { escapeXml } from "./escape/xml.ts";
import type { Reporter } from "./reporter.ts";
import { wholeText } from "./words.ts";

/**
 * JUnit XML: a suite for each rule, a test case for each finding, and one passing case for a rule that found nothing.
 * What does not count (existing, suppressed) and what could not be judged is a skipped case.
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
      }),
      { tests: 0, failures: 0, errors: 0 },
    );
    const body = suites.map((each) => each.xml).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="headwater gate" ${attributes(totals)}>\n${body}</testsuites>\n`;
  },
};

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

function suite(rule: string, report: GateReport): Totals & { readonly xml: string } {
  const findings = report.findings.filter((finding) => finding.rule === rule);
  const crashes = report.crashes.filter((crash) => crash.rule === rule);
  const notJudged = report.notJudged.filter((each) => each.rule === rule);
  const names = distinct(findings.map(caseName));
  const cases = [
    ...findings.map((finding, at) => findingCase(finding, names[at] ?? "", report.rules.get(rule)?.docs.why)),
    ...crashes.map(({ project, side, message }) =>
      testCase(rule, `${project}, ${side}`, `<error message="${escapeXml(message)}"/>`),
    ),
    ...notJudged.map((each) => testCase(rule, each.project, notJudgedMark(each))),
  ];
  if (cases.length === 0) cases.push(testCase(rule, "no findings", ""));
  const failures = findings.filter((finding) => finding.status === "new").length;
  const unable = notJudged.filter((each) => each.isExplicit).length;
  const totals = { tests: cases.length, failures, errors: crashes.length + unable };
  const skipped = findings.length - failures + notJudged.length - unable;
  const counts = `${attributes(totals)} skipped="${skipped}"`;
  const xml = `  <testsuite name="${escapeXml(rule)}" ${counts}>\n${cases.join("")}  </testsuite>\n`;
  return { ...totals, xml };
}

/** What was not looked at is no passing case, and an error where the configuration asks for it. */
function notJudgedMark({ missing, isExplicit }: NotJudged): string {
  const message = `cannot be judged without ${missing.join(", ")}`;
  return isExplicit ? `<error message="${message}"/>` : `<skipped message="${message}"/>`;
}

/** As findings are told apart: by node, column and, where they are no mere count, the related nodes. */
function caseName({ uniqueId, column, related, measure }: Finding): string {
  const parts = column === undefined ? [uniqueId] : [uniqueId, `column ${column}`];
  return [...parts, ...(measure === undefined ? related : [])].join(", ");
}

/** Numbers what repeats: GitLab keeps only the first of the cases that share a name. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function findingCase(finding: Finding, name: string, why: string | undefined): string {
  if (finding.status !== "new") {
    const reason = finding.suppression?.reason ?? "was so in the base already";
    return testCase(finding.rule, name, `<skipped message="${escapeXml(`${finding.status}: ${reason}`)}"/>`);
  }
  const where = finding.file === undefined ? "" : `${finding.file}:${finding.line ?? 1}: `;
  const body = escapeXml(`${where}${wholeText(finding, why)}`);
  const failure = `<failure type="${finding.severity}" message="${escapeXml(finding.message)}">${body}</failure>`;
  return testCase(finding.rule, name, failure);
}

function testCase(rule: string, name: string, content: string): string {
  const start = `    <testcase classname="${escapeXml(rule)}" name="${escapeXml(name)}"`;
  return content === "" ? `${start}/>\n` : `${start}>${content}</testcase>\n`;
}

/** The outermost element may have no `skipped`, by the schema that Jenkins checks reports with. */
function attributes({ tests, failures, errors }: Totals): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}"`;
}
