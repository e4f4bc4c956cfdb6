import type { Finding } from "../finding.ts";
import type { Change, GateReport } from "../run/report.ts";
import { doesCount } from "../run/verdict.ts";
import { counted, nameOf } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape/markdown.ts";
import { shorten } from "./escape/visible.ts";
import { countedWords, verdictWords } from "./words.ts";

/** A part of the report whose rows are left out, from the end, when there is no room. */
interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
  /** What a row is, in the singular: "finding". */
  readonly noun: string;
}

/** One text of a project, at most so long that a row stays a row. */
const maxTextLength = 400;

const text = (value: string): string => escapeMarkdown(shorten(value, maxTextLength));
const code = (value: string): string => codeSpan(shorten(value, maxTextLength));

/** The report as Markdown, at most `maxLength` characters long; what does not fit is counted and named as left out. */
export function markdownReport(report: GateReport, maxLength: number): string {
  const mark = report.verdict === "pass" ? "✅" : "❌";
  const intro = `### ${mark} Headwater gate ${verdictWords[report.verdict]}: ${countedWords(report.counts)}\n`;
  const sections = [
    problemSection(report),
    findingSection(report),
    changeSection(report),
    notCountedSection(report),
    noteSection(report),
  ].filter((section) => section.rows.length > 0);
  return fit(intro, sections, maxLength);
}

function fit(intro: string, sections: readonly Section[], maxLength: number): string {
  const leftOut = (count: number, noun: string) =>
    `\n_${counted(count, noun)} more left out for want of room: see the log or the JSON report._\n`;
  let written = intro;
  // What every section needs at least is set aside first, so that none of them can be crowded out in silence.
  let reserved = sections
    .map((each) => `\n${each.head}${each.tail}${leftOut(each.rows.length, each.noun)}`.length)
    .reduce((sum, length) => sum + length, 0);
  for (const { head, rows, tail, noun } of sections) {
    const least = `\n${head}${tail}${leftOut(rows.length, noun)}`.length;
    reserved -= least;
    const room = maxLength - written.length - least - reserved;
    const kept = fitting(rows, room);
    const rest = rows.length - kept.length;
    written += `\n${head}${kept.join("")}${tail}${rest > 0 ? leftOut(rest, noun) : ""}`;
  }
  return written;
}

function fitting(rows: readonly string[], room: number): readonly string[] {
  let length = 0;
  const end = rows.findIndex((row) => (length += row.length) > room);
  return end < 0 ? rows : rows.slice(0, end);
}

function problemSection(report: GateReport): Section {
  const rows = [
    ...report.crashes.map(({ rule, message }) => `- ${code(rule)} crashed: ${text(message)}\n`),
    ...report.notJudged
      .filter((each) => each.isExplicit)
      .map(({ rule, missing }) => `- ${code(rule)} cannot be judged without ${missing.join(", ")}\n`),
  ];
  return { head: "**Not judged**\n\n", rows, tail: "", noun: "problem" };
}

function findingSection(report: GateReport): Section {
  return {
    head: "| | Rule | Where | What was found |\n|---|---|---|---|\n",
    rows: report.findings.filter(doesCount).map((finding) => findingRow(finding, report)),
    tail: "",
    noun: "finding",
  };
}

function findingRow(finding: Finding, report: GateReport): string {
  const mark = finding.severity === "error" ? "❌" : "⚠️";
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`;
  const why = report.rules.get(finding.rule)?.docs.why ?? "";
  const worse = finding.measureBefore === undefined ? "" : ". It was there before, and got worse";
  const found = `${text(finding.message)}${worse}<br>${text(why)}<br>**Fix:** ${text(finding.fix)}`;
  return `| ${mark} | ${code(finding.rule)} | ${place === undefined ? code(finding.name) : code(place)} | ${found} |\n`;
}

function changeSection(report: GateReport): Section {
  const amount = counted(report.changes.length, "change");
  return {
    head: details(`${amount} and what is downstream`, "| Change | Downstream | Owners |\n|---|---|---|\n"),
    rows: report.changes.map(changeRow),
    tail: "\n</details>\n",
    noun: "change",
  };
}

function changeRow(change: Change): string {
  const { models, exposures, metrics, owners } = change.impact;
  const kinds = change.modified.length > 0 ? ` (${change.modified.join(", ")})` : "";
  const named = (names: readonly string[]) =>
    names.slice(0, 5).map(code).join(", ") + (names.length > 5 ? " …" : "");
  const downstream = [
    models.length > 0 && counted(models.length, "model"),
    exposures.length > 0 && `${counted(exposures.length, "exposure")}: ${named(exposures)}`,
    metrics.length > 0 && `${counted(metrics.length, "metric")}: ${named(metrics)}`,
  ].filter((part) => part !== false);
  const from = change.from === undefined ? "" : ` from ${code(change.from)}`;
  const shownOwners = owners.slice(0, 5).map(text).join(", ") + (owners.length > 5 ? " …" : "");
  return `| ${change.kind}${kinds} ${code(nameOf(change))}${from} | ${downstream.join("; ") || "nothing"} | ${shownOwners} |\n`;
}

function notCountedSection(report: GateReport): Section {
  const rest = report.findings.filter((finding) => !doesCount(finding));
  const byRule = Map.groupBy(rest, (finding) => `${finding.status} ${finding.rule}`);
  return {
    head: details(`${counted(rest.length, "finding")} not counted`, ""),
    rows: [...byRule.values()].map((findings) => {
      const [first] = findings;
      return first === undefined ? "" : `- ${findings.length} ${first.status}: ${code(first.rule)}\n`;
    }),
    tail: "\n</details>\n",
    noun: "rule",
  };
}

function noteSection(report: GateReport): Section {
  const unasked = Map.groupBy(
    report.notJudged.filter((each) => !each.isExplicit),
    (each) => each.missing.join(", "),
  );
  const rows = [
    ...report.warnings.map(({ message }) => `- ${text(message)}\n`),
    ...[...unasked].map(
      ([missing, rules]) =>
        `- Not judged without ${missing}: ${rules.map(({ rule }) => code(rule)).join(", ")}\n`,
    ),
  ];
  return { head: details("Notes", ""), rows, tail: "\n</details>\n", noun: "note" };
}

function details(summary: string, head: string): string {
  return `<details><summary>${summary}</summary>\n\n${head}`;
}
