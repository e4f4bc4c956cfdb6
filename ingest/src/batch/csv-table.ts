import { CsvError, parse } from "csv-parse/sync";
import { IngestError } from "../errors.ts";

/** A record of a CSV file, its cells still text. */
export interface CsvRow {
  /** Counts the records from 1, without the header. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** A CSV file: its header, trimmed, and its records. A record may have too few or too many cells. */
export interface CsvTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

export type CsvEncoding = "utf-8" | "windows-1252";

const shownHeaderLength = 300;

/**
 * Reads a CSV file (RFC 4180; a byte order mark, any line ends and blank lines are fine).
 * Throws BATCH_FILE_EMPTY, BATCH_NOT_TEXT or BATCH_CSV_MALFORMED; `file` names it in the messages.
 */
export function readCsv(bytes: Uint8Array, file: string, encoding: CsvEncoding): CsvTable {
  const [header, ...records] = parseRecords(decodeText(bytes, file, encoding), file);
  if (header === undefined || records.length === 0) {
    const found = header === undefined ? "nothing" : `a header (${showHeader(header)}) and no rows`;
    throw new IngestError(
      "BATCH_FILE_EMPTY",
      `${file} is empty: expected a header and rows, found ${found}.`,
      "The download may have been cut. Fetch the file again with: headwater batch fetch",
    );
  }
  return {
    file,
    header: header.map((name) => name.trim()),
    rows: records.map((cells, index) => ({ row: index + 1, cells })),
  };
}

/**
 * The position of each column in the header. Throws BATCH_COLUMN_MISSING or BATCH_COLUMN_REPEATED.
 */
export function findColumns(table: CsvTable, columns: readonly string[]): readonly number[] {
  const missing = columns.filter((column) => !table.header.includes(column));
  if (missing.length > 0) {
    throw new IngestError(
      "BATCH_COLUMN_MISSING",
      `${table.file} has no column ${missing.map((name) => `"${name}"`).join(", ")}. Its header is: ${showHeader(table.header)}`,
      "If the publisher renamed the column, change x-source-column in the feed's event.schema.json.",
    );
  }
  const repeated = columns.find(
    (column) => table.header.indexOf(column) !== table.header.lastIndexOf(column),
  );
  if (repeated !== undefined) {
    throw new IngestError(
      "BATCH_COLUMN_REPEATED",
      `${table.file} has the column "${repeated}" more than once. Its header is: ${showHeader(table.header)}`,
      "It is not clear which of them to take. Ask the publisher, or remove one.",
    );
  }
  return columns.map((column) => table.header.indexOf(column));
}

function decodeText(bytes: Uint8Array, file: string, encoding: CsvEncoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new IngestError(
      "BATCH_NOT_TEXT",
      `${file} is not ${encoding.toUpperCase()} text: line ${firstBadLine(bytes, encoding)} cannot be decoded.`,
      "Save it as UTF-8, or state the file's encoding in feed.yml (encoding: windows-1252).",
      cause,
    );
  }
}

/** The number of the first line that cannot be decoded. A line feed is one byte in both encodings. */
function firstBadLine(bytes: Uint8Array, encoding: CsvEncoding): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const lineFeed = bytes.indexOf(0x0a, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
    line += 1;
  }
  return line;
}

function parseRecords(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new IngestError(
      "BATCH_CSV_MALFORMED",
      `${file} is not valid CSV: ${cause.message}.`,
      "Mend the quotes at that line, or fetch the file again with: headwater batch fetch",
      cause,
    );
  }
}

function showHeader(header: readonly string[]): string {
  const text = header.join(",");
  return text.length > shownHeaderLength
    ? `${text.slice(0, shownHeaderLength)}… (${header.length} columns)`
    : text;
}
