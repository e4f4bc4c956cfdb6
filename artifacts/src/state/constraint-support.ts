/**
 * Which constraints the warehouse itself enforces, by adapter: `CONSTRAINT_SUPPORT` of each adapter's class. Only these
 * are part of a contract; the others are documentation.
 */
const all = ["check", "not_null", "unique", "primary_key", "foreign_key"];

const enforcedBy: Readonly<Record<string, readonly string[]>> = {
  athena: [],
  bigquery: ["not_null"],
  clickhouse: ["check"],
  databricks: ["check", "not_null"],
  duckdb: all,
  fabric: ["not_null", "unique", "primary_key", "foreign_key"],
  fabricspark: [],
  greenplum: all,
  materialize: ["not_null"],
  postgres: all,
  redshift: ["not_null"],
  snowflake: ["not_null"],
  spark: [],
  sqlserver: all,
  trino: ["not_null"],
  vertica: ["not_null"],
};

/** What dbt assumes of an adapter that says nothing. */
const byDefault = ["not_null", "foreign_key"];

/** Whether the adapter ("snowflake", "duckdb" …; undefined if not known) enforces a constraint of this type. */
export function isEnforced(constraintType: string, adapterType: string | undefined): boolean {
  const known = adapterType !== undefined && Object.hasOwn(enforcedBy, adapterType);
  const enforced = (known ? enforcedBy[adapterType] : undefined) ?? byDefault;
  return enforced.includes(constraintType);
}
