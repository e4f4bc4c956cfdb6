import type { CsvTable } from "./csv-table.ts";

/**
 * What happens to a publisher's file before its columns are selected by the contract. Selecting is no step of
 * its own: a column that the contract does not name, personal ones above all, never leaves the publisher's file.
 */
export interface PrepareStep {
  /** The name that feed.yml uses. */
  readonly name: string;
  readonly description: string;
  /** Changes rows or columns of the table; records keep their row numbers. */
  readonly change: (table: CsvTable) => CsvTable;
}
