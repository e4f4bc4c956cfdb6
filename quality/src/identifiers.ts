/**
 * Gives the text by which the warehouse tells identifiers apart: two names with one key are the same thing there.
 * `isQuoted` is what dbt quotes, see `Quoting` and a column's `quote`.
 */
export type IdentifierKey = (name: string, isQuoted?: boolean) => string;

const upper = (name: string): string => name.toUpperCase();
const lower = (name: string): string => name.toLowerCase();

/** Warehouses that keep a quoted name's case, and what they fold an unquoted name to. */
const foldsUnquoted: Readonly<Record<string, (name: string) => string>> = {
  snowflake: upper,
  oracle: upper,
  exasol: upper,
  postgres: lower,
  materialize: lower,
  greenplum: lower,
};

/**
 * The folding rule of a dbt adapter. Those that are not listed (duckdb, bigquery's columns, spark, databricks,
 * redshift, trino, sqlserver, fabric, athena …) compare names without regard to case, quoted or not.
 * A name whose case is exactly what the warehouse would fold it to is the same quoted and unquoted.
 */
export function identifierKeyOf(adapterType: string | undefined): IdentifierKey {
  const fold = foldsUnquoted[adapterType ?? ""];
  if (fold === undefined) return lower;
  return (name, isQuoted = false) => (isQuoted ? name : fold(name));
}
