export type CsvCell = string | number;

/** How a publisher writes its CSV files. */
export interface CsvStyle {
  /** Start with a byte order mark. */
  readonly hasBom?: boolean;
  /** Quote every cell, not only those that need it. */
  readonly quotesAll?: boolean;
  /** End the last line with a line break (the default). */
  readonly endsWithNewline?: boolean;
}

/** Writes rows as CSV text with LF line ends; a cell is quoted when it holds a comma, a quote or a line break. */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly CsvCell[])[],
  style: CsvStyle = {},
): string {
  const line = (cells: readonly CsvCell[]): string =>
    cells.map((cell) => csvCell(String(cell), style.quotesAll === true)).join(",");
  const body = [header, ...rows].map(line).join("\n");
  return (style.hasBom === true ? "\uFEFF" : "") + body + (style.endsWithNewline === false ? "" : "\n");
}

function csvCell(text: string, isAlwaysQuoted: boolean): string {
  return isAlwaysQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
