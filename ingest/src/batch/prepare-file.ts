import { createHash } from "node:crypto";
import { compileValidator, type BatchFeed, type BatchFile, type Violation } from "@headwater/contracts";
import { findColumns, readCsv, type CsvRow, type CsvTable } from "./csv-table.ts";
import { findPrepareStep } from "./prepare-steps.ts";

/** A row as it is landed: the contract's fields as text, an empty cell as null, and what is wrong with it. */
export interface PreparedRow {
  readonly row: number;
  readonly value: Readonly<Record<string, string | null>>;
  readonly errors?: readonly Violation[];
}

/** A publisher's file after its prepare step, as it is landed, with both checksums. */
export interface PreparedFile {
  /** NDJSON, one PreparedRow a line. */
  readonly body: Buffer;
  /** SHA-256 of the publisher's bytes, hex. */
  readonly sourceSha256: string;
  /** SHA-256 of `body`, hex. */
  readonly preparedSha256: string;
  readonly rows: number;
  readonly rowsWithErrors: number;
  /** Rows whose primary key an earlier row of the file has already. They are landed like any other. */
  readonly rowsWithRepeatedKey: number;
  /** The publisher's columns that were left behind. */
  readonly droppedColumns: readonly string[];
}

/**
 * Reads a publisher's file and prepares it for landing: the feed's prepare step, then the contract's columns and
 * no others. Throws the BATCH_ errors of a file that cannot be read as a whole; a row that is wrong is kept with
 * its errors.
 */
export function prepareFile(feed: BatchFeed, file: BatchFile, bytes: Uint8Array): PreparedFile {
  const source = readCsv(bytes, file.path, file.encoding);
  const table = findPrepareStep(feed.prepare).change(source);
  const toRow = rowReader(feed, table);
  const rows = table.rows.map(toRow);
  const body = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const selected = new Set(feed.fields.map((field) => field.sourceColumn ?? field.name));
  return {
    body,
    sourceSha256: sha256(bytes),
    preparedSha256: sha256(body),
    rows: rows.length,
    rowsWithErrors: rows.filter((row) => row.errors !== undefined).length,
    rowsWithRepeatedKey: rows.length - new Set(rows.map((row) => keyOf(feed, row))).size,
    droppedColumns: source.header.filter((column) => !selected.has(column)),
  };
}

function rowReader(feed: BatchFeed, table: CsvTable): (row: CsvRow) => PreparedRow {
  const names = feed.fields.map((field) => field.name);
  const positions = findColumns(
    table,
    feed.fields.map((field) => field.sourceColumn ?? field.name),
  );
  const validate = compileValidator(feed);
  return ({ row, cells }) => {
    if (cells.length !== table.header.length) return misalignedRow(names, row, cells, table.header.length);
    const value = Object.fromEntries(
      names.map((name, index) => [name, cells[positions[index] ?? -1] || null] as const),
    );
    const errors = validate(value);
    return errors.length === 0 ? { row, value } : { row, value, errors };
  };
}

/**
 * A row whose cells cannot be told apart. No cell of it is landed, because a shifted one may hold what another
 * column was dropped for, such as a name.
 */
function misalignedRow(
  names: readonly string[],
  row: number,
  cells: readonly string[],
  expected: number,
): PreparedRow {
  const value = Object.fromEntries(names.map((name) => [name, null] as const));
  const message = `expected ${expected} cells as in the header, found ${cells.length}`;
  return { row, value, errors: [{ field: "", rule: "cell_count", message }] };
}

/** The primary key as text. A row without a complete key repeats no other. */
function keyOf(feed: BatchFeed, { row, value }: PreparedRow): string {
  const parts = feed.primaryKey.map((name) => value[name] ?? null);
  return JSON.stringify(parts.includes(null) ? [row] : parts);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
