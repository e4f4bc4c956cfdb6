/** Everything that the demo's closing report tells, as plain data. */
export interface DemoReport {
  /** What was read, for example "samples/ (synthetic)". */
  readonly input: string;
  readonly stream: StreamAccount;
  readonly batch: readonly BatchAccount[];
  readonly dbt: DbtAccount;
  /** Findings of the audit, as sentences. */
  readonly unexplained: readonly string[];
  readonly scores: ScoreAccount;
  readonly nextSteps: readonly string[];
}

/** Where every event of a stream went. */
export interface StreamAccount {
  readonly feed: string;
  readonly events: number;
  readonly landed: number;
  readonly violating: number;
  readonly dead: number;
  /** Offsets without a record: control, aborted, compacted or expired. */
  readonly gaps: number;
  readonly bronze: number;
  readonly current: number;
  readonly superseded: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly deleted: number;
}

export interface BatchAccount {
  readonly feed: string;
  readonly files: number;
  readonly rows: number;
  readonly bronze: number;
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
    section("Where every event went", streamLines(report.stream)),
    section("Where every batch row went", batchLines(report.batch)),
    section("dbt", [dbtLine(report.dbt)]),
    section("Audit", auditLines(report.unexplained)),
    section(`The ten most vulnerable schools (${report.input})`, schoolLines(report.scores)),
    section("What to open next", report.nextSteps),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function streamLines(account: StreamAccount): readonly string[] {
  const { bronze, current, superseded, duplicate, quarantined, deleted } = account;
  return [
    `${account.feed}: ${count(account.events)} events = ${sum({ landed: account.landed, violating: account.violating, dead: account.dead })}` +
      (account.gaps === 0 ? "" : `, and ${count(account.gaps)} offsets without a record`),
    `Bronze ${count(bronze)} = ${sum({ current, superseded, duplicate, quarantined, deleted })} in Silver`,
  ];
}

function batchLines(accounts: readonly BatchAccount[]): readonly string[] {
  const width = Math.max(...accounts.map(({ feed }) => feed.length));
  return accounts.map(({ feed, files, rows, bronze }) => {
    const size = `${count(files)} ${files === 1 ? "file " : "files"} ${count(rows).padStart(7)} rows`;
    return `${feed.padEnd(width)}  ${size} = ${count(bronze).padStart(7)} in Bronze`;
  });
}

function dbtLine({ models, testsPassed, testsFailed, testsWarned }: DbtAccount): string {
  const warned = testsWarned === 0 ? "" : `, ${count(testsWarned)} warned`;
  return `${count(models)} models, seeds and snapshots; ${count(testsPassed)} tests passed, ${count(testsFailed)} failed${warned}`;
}

function auditLines(unexplained: readonly string[]): readonly string[] {
  return unexplained.length === 0
    ? ["0 unexplained"]
    : [`${unexplained.length} unexplained:`, ...unexplained];
}

function schoolLines({ scored, unscored, highest }: ScoreAccount): readonly string[] {
  const width = Math.max(4, ...highest.map(({ name }) => name.length));
  const rows = highest.map(
    ({ dbn, name, borough, score, band }) =>
      `${dbn}  ${name.padEnd(width)}  ${borough.padEnd(13)}  ${score.toFixed(4)}  ${band}`,
  );
  const without = unscored.map(({ reason, schools }) => `${count(schools)} ${reason}`).join(", ");
  return [
    `DBN     ${"school".padEnd(width)}  ${"borough".padEnd(13)}  score   band`,
    ...rows,
    `${count(scored)} schools scored${without === "" ? "" : `; without a score: ${without}`}`,
    ...limits,
  ];
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
