import type { AuditReport, BatchAudit, StreamAudit } from "@headwater/ingest";

/** Everything that the demo's closing report tells, as plain data. */
export interface DemoReport {
  /** What was read, for example "synthetic samples". */
  readonly input: string;
  readonly audit: AuditReport;
  readonly dbt: DbtAccount;
  readonly scores: ScoreAccount;
  readonly nextSteps: readonly string[];
}

export interface DbtAccount {
  readonly models: number;
  readonly testsPassed: number;
  readonly testsFailed: number;
  readonly testsWarned: number;
}

export interface ScoreAccount {
  readonly scored: number;
  /** Schools without a score by the reason for it. */
  readonly unscored: readonly { readonly reason: string; readonly schools: number }[];
  /** The most vulnerable first. */
  readonly highest: readonly {
    readonly dbn: string;
    readonly name: string;
    readonly borough: string;
    readonly score: number;
    readonly band: number;
  }[];
}

/** The limits that the score's definition asks to be printed beside it. */
const limits = [
  "The score describes the area around a building, not its pupils. Many schools tie.",
  "Equal weights of the three parts are a choice, and the years of the sources differ.",
];

/** The report as text for a terminal or a log. */
export function formatReport(report: DemoReport): string {
  return [
    section("Where every event went", report.audit.streams.flatMap(streamLines)),
    section("Where every batch row went", batchLines(report.audit.batches)),
    section("dbt", [dbtLine(report.dbt)]),
    section("Audit", auditLines(report.audit)),
    section(`The ten most vulnerable schools (${report.input})`, schoolLines(report.scores)),
    section("What to open next", report.nextSteps),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function streamLines({ feed, counts, bronzeRows, silver }: StreamAudit): readonly string[] {
  const { landed, violating, dead, control, aborted, compacted, expired } = counts;
  const withoutRecord = nonZero({ control, aborted, compacted, expired });
  const offsets = Object.values(counts).reduce((sum, offsetCount) => sum + offsetCount, 0);
  return [
    `${feed}: ${count(offsets)} offsets = ${sum({ landed, violating, dead, ...withoutRecord })}`,
    // The demo's audit goes to its end.
    `Bronze ${count(bronzeRows ?? 0)} = ${sum({ ...silver?.events })} in Silver`,
  ];
}

function batchLines(batches: readonly BatchAudit[]): readonly string[] {
  const width = Math.max(...batches.map(({ feed }) => feed.length));
  return batches.map(({ feed, objects, rows, bronzeRows }) => {
    const size = `${count(objects)} ${objects === 1 ? "file " : "files"} ${count(rows).padStart(7)} rows`;
    return `${feed.padEnd(width)}  ${size} = ${count(bronzeRows ?? 0).padStart(7)} in Bronze`;
  });
}

function dbtLine({ models, testsPassed, testsFailed, testsWarned }: DbtAccount): string {
  const warned = testsWarned === 0 ? "" : `, ${count(testsWarned)} warned`;
  return `${count(models)} models, seeds and snapshots; ${count(testsPassed)} tests passed, ${count(testsFailed)} failed${warned}`;
}

function auditLines({ findings }: AuditReport): readonly string[] {
  if (findings.length === 0) return ["0 unexplained"];
  return [`${findings.length} unexplained:`, ...findings.map(({ place, message }) => `${place}: ${message}`)];
}

function schoolLines({ scored, unscored, highest }: ScoreAccount): readonly string[] {
  const width = Math.max(4, ...highest.map(({ name }) => name.length));
  const rows = highest.map(
    ({ dbn, name, borough, score, band }) =>
      `${dbn}  ${name.padEnd(width)}  ${borough.padEnd(13)}  ${score.toFixed(4)}  ${band}`,
  );
  const unscoredCount = unscored.reduce((sum, { schools }) => sum + schools, 0);
  const reasons = unscored.map(({ reason, schools }) => `${count(schools).padStart(8)}  ${reason}`);
  return [
    `DBN     ${"school".padEnd(width)}  ${"borough".padEnd(13)}  score   band`,
    ...rows,
    `${count(scored)} schools scored, ${count(unscoredCount)} without a score${reasons.length > 0 ? ":" : ""}`,
    ...reasons,
    ...limits,
  ];
}

function nonZero(parts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value > 0));
}

/** Names and numbers joined by plus signs, for example "12 landed + 1 dead". */
function sum(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${count(value)} ${name}`)
    .join(" + ");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
