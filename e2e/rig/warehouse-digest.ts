import { DuckDBInstance } from "@duckdb/node-api";

/** Columns that say when something ran, not what it found. */
const clockColumns = new Set([
  "_loaded_at",
  "_landed_at",
  "loaded_at",
  "dbt_valid_from",
  "dbt_updated_at",
  "dbt_scd_id",
]);

/**
 * The content of every table and view in a warehouse as `schema.table -> "rows digest"`, without columns that
 * depend on the clock and without the order of rows. Two runs with the same result have the same digest.
 */
export async function digestWarehouse(database: string): Promise<Readonly<Record<string, string>>> {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  try {
    const connection = await instance.connect();
    const columns = await connection.runAndReadAll(
      "select table_schema || '.' || table_name, column_name from information_schema.columns " +
        "where table_schema not in ('information_schema') order by 1, ordinal_position",
    );
    const tables = new Map<string, string[]>();
    for (const [table, column] of columns.getRows() as [string, string][]) {
      const kept = tables.get(table) ?? [];
      if (!clockColumns.has(column)) kept.push(`"${column}"`);
      tables.set(table, kept);
    }
    const digests: Record<string, string> = {};
    for (const [table, kept] of tables) {
      const [schema, name] = table.split(".");
      const row = `(${kept.map((column) => `coalesce(${column}::varchar, '∅')`).join(" || '|' || ")})`;
      const answer = await connection.runAndReadAll(
        `select count(*)::varchar || ' ' || coalesce(sum(hash(${row})::hugeint), 0)::varchar from "${schema}"."${name}"`,
      );
      digests[table] = String(answer.getRows()[0]?.[0]);
    }
    connection.closeSync();
    return digests;
  } finally {
    instance.closeSync();
  }
}
