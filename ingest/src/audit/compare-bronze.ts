import type { Finding, FindingCode } from "./audit-report.ts";
import {
  countOffsets,
  formatRanges,
  joinRanges,
  subtractRanges,
  type OffsetRange,
  type OffsetRanges,
} from "./offset-ranges.ts";
import type { BronzeContent, BronzeRun, LedgerEntry } from "./read-bronze.ts";

/** An object whose rows Bronze must have, as the audit read it from the store. */
export interface StoredRows {
  readonly object: string;
  /** The offsets or row numbers of its lines. */
  readonly lines: OffsetRanges;
  readonly rows: number;
  readonly violating: number;
  /** CRC32C of its body; undefined if it cannot be read, and then its rows are not compared. */
  readonly crc32c: string | undefined;
}

/** Compares what was landed with what is in Bronze and in its ledger, object by object. */
export function compareBronze(
  feed: string,
  stored: readonly StoredRows[],
  bronze: BronzeContent,
  unit: "offsets" | "rows",
): readonly Finding[] {
  const names = new Set(stored.map(({ object }) => object));
  const strangers = [...new Set([...bronze.runs.keys(), ...bronze.ledger.keys()])].filter(
    (object) => !names.has(object),
  );
  return [
    ...stored
      .filter(({ crc32c }) => crc32c !== undefined)
      .flatMap((rows) =>
        compareObject(feed, rows, bronze.runs.get(rows.object) ?? [], bronze.ledger.get(rows.object), unit),
      ),
    ...strangers.map((object) => {
      const runs = joinRanges(bronze.runs.get(object) ?? []);
      return {
        code: runs.length > 0 ? ("bronze-surplus" as const) : ("ledger-surplus" as const),
        feed,
        place: object,
        message:
          runs.length > 0
            ? `${unit} ${formatRanges(runs)} are in bronze.${feed}, and the store has no such object`
            : "the ledger says that it is loaded, and the store has no such object",
      };
    }),
  ];
}

function compareObject(
  feed: string,
  stored: StoredRows,
  runs: readonly BronzeRun[],
  ledger: LedgerEntry | undefined,
  unit: string,
): readonly Finding[] {
  const find = (code: FindingCode, message: string): Finding => ({
    code,
    feed,
    place: stored.object,
    message,
  });
  if (ledger === undefined && runs.length === 0) {
    const lines = stored.rows === 0 ? "it" : `its ${unit} ${formatRanges(stored.lines)}`;
    return [find("bronze-missing", `${lines} are not loaded: run \`headwater load ${feed}\``)];
  }
  const present = joinRanges(runs);
  const about = (
    code: FindingCode,
    ranges: readonly OffsetRange[],
    describe: (ranges: string) => string,
  ): readonly Finding[] =>
    ranges.length === 0 ? [] : [find(code, describe(formatRanges(joinRanges(ranges))))];
  const violating = runs.reduce((sum, run) => sum + run.violating, 0);
  const missing = subtractRanges(stored.lines, present);
  const surplus = subtractRanges(present, stored.lines);
  return [
    ...about("bronze-missing", missing, (text) => `${unit} ${text} are landed, and not in bronze.${feed}`),
    ...about(
      "bronze-surplus",
      surplus,
      (text) => `${unit} ${text} are in bronze.${feed}, and were not landed`,
    ),
    ...about(
      "bronze-surplus",
      runs.filter(({ copies }) => copies > 1),
      (text) => `${unit} ${text} are in bronze.${feed} more than once`,
    ),
    ...(countOffsets(missing) === 0 && violating !== stored.violating
      ? [
          find(
            "bronze-differs",
            `${stored.violating} of its lines break the contract, in bronze.${feed} ${violating} do`,
          ),
        ]
      : []),
    ...compareLedger(stored, ledger, find),
  ];
}

function compareLedger(
  { rows, crc32c }: StoredRows,
  ledger: LedgerEntry | undefined,
  find: (code: FindingCode, message: string) => Finding,
): readonly Finding[] {
  if (ledger === undefined) {
    return [
      find(
        "ledger-missing",
        "its rows are in Bronze and the ledger does not say so: it would be loaded again",
      ),
    ];
  }
  return [
    ...(ledger.rows === rows
      ? []
      : [find("ledger-differs", `it has ${rows} rows, the ledger says that ${ledger.rows} were loaded`)]),
    ...(ledger.crc32c === crc32c
      ? []
      : [find("ledger-differs", `its CRC32C is ${crc32c}, it was ${ledger.crc32c} when it was loaded`)]),
  ];
}
