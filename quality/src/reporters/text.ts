import type { Finding } from "../finding.ts";
import { exitCodes, type GateReport } from "../run/report.ts";
import { doesCount } from "../run/verdict.ts";
import { counted } from "../wording.ts";
import { countedWords, verdictWords } from "./words.ts";
import { visible } from "./escape/visible.ts";
import type { Reporter } from "./reporter.ts";

/** For people at a terminal: what counts, by file, with why and how to fix it; the rest as numbers. */
export const textReporter: Reporter = {
  name: "text",
  summary: "for people, in a terminal or a log",
  render: (report, { hasColor }) => {
    const paint = hasColor ? painted : plain;
    const blocks = [
      ...report.projects.map((project) => heading(project, paint)),
      ...findingBlocks(report, paint),
      changeBlock(report, paint),
      problemBlock(report, paint),
      verdictBlock(report, paint),
    ];
    return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
  },
};

type Paint = (style: "bold" | "dim" | "red" | "yellow" | "green", text: string) => string;

const codes = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32 };
const painted: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

function heading(project: GateReport["projects"][number], paint: Paint): string {
  const { name, dbtVersion, adapterType, models, isCompared } = project;
  const facts = [`dbt ${dbtVersion}`, adapterType, counted(models, "model")].filter(Boolean).join(", ");
  const compared = isCompared ? ", compared with its base" : "";
  return `${paint("bold", `headwater gate: ${visible(name)}`)} (${visible(facts)}${compared})`;
}

function findingBlocks(report: GateReport, paint: Paint): readonly string[] {
  const byFile = Map.groupBy(report.findings.filter(doesCount), (finding) => finding.file);
  const explained = new Set<string>();
  return [...byFile].map(([file, findings]) => {
    const lines = findings.flatMap((finding) => findingLines(finding, report, explained, paint));
    return [paint("bold", `── ${visible(file ?? "no file")}`), ...lines].join("\n");
  });
}

/** Why a rule matters is said once, at its first finding; how to fix it, at every one. */
function findingLines(
  finding: Finding,
  report: GateReport,
  explained: Set<string>,
  paint: Paint,
): readonly string[] {
  const severity = finding.severity === "error" ? paint("red", "error") : paint("yellow", "warn ");
  const line = String(finding.line ?? "").padStart(5);
  const lines = [`${line}  ${severity}  ${paint("bold", finding.rule)}  ${visible(finding.message)}`];
  const note = suppressionNote(finding);
  if (note) lines.push(`${" ".repeat(14)}${visible(note)}`);
  const why = report.rules.get(finding.rule)?.docs.why;
  if (why && !explained.has(finding.rule)) lines.push(paint("dim", `${" ".repeat(14)}Why: ${visible(why)}`));
  explained.add(finding.rule);
  return [...lines, paint("dim", `${" ".repeat(14)}Fix: ${visible(finding.fix)}`)];
}

function suppressionNote({ suppression, measureBefore }: Finding): string | undefined {
  if (suppression?.expires !== undefined) {
    return `Was accepted until ${suppression.expires}: ${suppression.reason}`;
  }
  return measureBefore === undefined ? undefined : "It was there before, and got worse.";
}

function changeBlock(report: GateReport, paint: Paint): string {
  if (report.changes.length === 0) return "";
  const lines = report.changes.slice(0, 30).map((change) => {
    const { models, exposures, metrics } = change.impact;
    const downstream = [
      counted(models.length, "model"),
      counted(exposures.length, "exposure"),
      counted(metrics.length, "metric"),
    ].join(", ");
    const what = change.modified.length > 0 ? ` (${change.modified.join(", ")})` : "";
    const from = change.from === undefined ? "" : ` from ${visible(change.from)}`;
    return `  ${change.kind}${what} ${visible(change.uniqueId)}${from}; downstream: ${downstream}`;
  });
  const rest = report.changes.length - lines.length;
  if (rest > 0) lines.push(`  and ${rest} more; --format json lists all`);
  return [paint("bold", "Changes"), ...lines].join("\n");
}

function problemBlock(report: GateReport, paint: Paint): string {
  const lines = [
    ...report.crashes.map(
      ({ rule, side, message, stack }) =>
        `${paint("red", "crash")} of ${rule} on ${side}: ${visible(message)}\n${stackLines(stack)}`,
    ),
    ...notJudgedLines(report),
    ...report.warnings.map(({ message }) => `note: ${visible(message)}`),
  ];
  return lines.join("\n");
}

function stackLines(stack: string | undefined): string {
  const frames = (stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return frames
    .slice(0, 5)
    .map((frame) => `    ${visible(frame)}`)
    .join("\n");
}

function notJudgedLines(report: GateReport): readonly string[] {
  const byMissing = Map.groupBy(report.notJudged, (each) => `${each.project}: no ${each.missing.join(", ")}`);
  return [...byMissing].map(([what, rules]) => {
    const names = rules.map(({ rule, isExplicit }) => (isExplicit ? `${rule} (asked for)` : rule));
    return `not judged: ${visible(what)} for ${names.join(", ")}`;
  });
}

function verdictBlock(report: GateReport, paint: Paint): string {
  const color = report.verdict === "pass" ? "green" : "red";
  const exit = `exit ${exitCodes[report.verdict]}`;
  return `${paint(color, verdictWords[report.verdict])} (${exit}): ${countedWords(report.counts)}`;
}
