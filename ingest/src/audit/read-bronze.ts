import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";

import { IngestError } from "../errors.ts";
import { countOffsets, type OffsetRange } from "./offset-ranges.ts";

/** Consecutive rows of one object in Bronze that are alike. */
export interface BronzeRun extends OffsetRange {
  /** How often each of them is there. It should be once. */
  readonly copies: number;
  /** How many of them have errors. */
  readonly violating: number;
}

export interface LedgerEntry {
  readonly rows: number;
  readonly crc32c: string;
}

/** What Bronze holds of one feed, by the name of the object that the rows came from. */
export interface BronzeContent {
  readonly runs: ReadonlyMap<string, readonly BronzeRun[]>;
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
}

/**
 * Reads which rows of a feed are in Bronze. `numberColumn` numbers the rows of an object: `_offset` or `_row`. Throws
 * AUDIT_NOT_LOADED when the tables are missing.
 */
export async function readBronze(
  connection: DuckDBConnection,
  feed: string,
  numberColumn: "_offset" | "_row",
): Promise<BronzeContent> {
  await requireTables(connection, "bronze", [feed, "load_ledger"], `headwater load ${feed}`);
  const rows = await queryRows(
    connection,
    `with numbered as (
        select _object, ${numberColumn} as number, count(*) as copies, count(errors) as violating
        from bronze."${feed}"
        group by all
    ),
    islands as (
        select *, number - row_number() over (partition by _object, copies order by number) as island
        from numbered
    )
    select _object, min(number), max(number), copies, sum(violating)
    from islands
    group by _object, copies, island`,
  );
  const runs = new Map<string, BronzeRun[]>();
  for (const [object, from, to, copies, violating] of rows) {
    const run = {
      from: Number(from),
      to: Number(to),
      copies: Number(copies),
      violating: Number(violating),
    };
    const known = runs.get(String(object));
    if (known) known.push(run);
    else runs.set(String(object), [run]);
  }
  const entries = await queryRows(
    connection,
    "select object, rows, crc32c from bronze.load_ledger where feed = ?",
    [feed],
  );
  return {
    runs,
    ledger: new Map(
      entries.map(([object, count, crc32c]) => [
        String(object),
        { rows: Number(count), crc32c: String(crc32c) },
      ]),
    ),
  };
}

/** How many rows Bronze has of these objects. */
export function countBronzeRows(objects: readonly string[], { runs }: BronzeContent): number {
  return objects
    .flatMap((object) => runs.get(object) ?? [])
    .reduce((sum, run) => sum + countOffsets([run]) * run.copies, 0);
}

/** Throws AUDIT_NOT_LOADED unless all tables are there: what is not there cannot be judged. */
export async function requireTables(
  connection: DuckDBConnection,
  schema: string,
  tables: readonly string[],
  remedy: string,
): Promise<void> {
  const rows = await queryRows(connection, "select table_name from duckdb_tables() where schema_name = ?", [
    schema,
  ]);
  const found = new Set(rows.map(([name]) => String(name)));
  const missing = tables.find((table) => !found.has(table));
  if (missing === undefined) return;
  throw new IngestError(
    "AUDIT_NOT_LOADED",
    `the table ${schema}.${missing} is missing, so the audit cannot judge it`,
    `Run \`${remedy}\` first.`,
  );
}

/** The rows of a query, each as its values. */
export async function queryRows(
  connection: DuckDBConnection,
  query: string,
  values: DuckDBValue[] = [],
): Promise<readonly (readonly DuckDBValue[])[]> {
  const reader = await connection.runAndReadAll(query, values);
  return reader.getRows();
}
