import type { Catalog, Column, NodeId, ProjectNode } from "@headwater/artifacts";

import type { IdentifierKey } from "./identifiers.ts";

/** A column that a relation is known to have. */
interface KnownColumn {
  readonly name: string;
  /** As the contract or the warehouse says it; undefined for a contract's column without a type. */
  readonly type: string | undefined;
}

/** All columns of a relation, by their identifier key, and where they are known from. */
export interface KnownColumns {
  readonly from: "contract" | "catalog";
  readonly columns: ReadonlyMap<string, KnownColumn>;
}

/** What columns are known from: one side's artifacts. */
export interface ColumnContext {
  readonly catalog: Catalog | undefined;
  readonly identifierKey: IdentifierKey;
}

/**
 * All columns of a node, where an enforced contract or the catalog tells them; undefined where nothing does. YAML
 * without a contract may leave columns out, so it tells nothing. The contract comes first: it is the code's word, while
 * a catalog is as old as the last build.
 */
export function knownColumns(node: ProjectNode, context: ColumnContext): KnownColumns | undefined {
  if (node.resourceType === "model" && node.contract.enforced) {
    return { from: "contract", columns: byKey(node.columns, context.identifierKey) };
  }
  return catalogColumns(node.uniqueId, context);
}

/** The only column that dbt-bigquery's catalog has of an external table: BigQuery does not list the real ones. */
const NOT_LISTED = "<unknown>";

/** The columns that the catalog has of a node. */
export function catalogColumns(
  id: NodeId,
  { catalog, identifierKey }: ColumnContext,
): KnownColumns | undefined {
  const found = catalog?.tables.get(id)?.columns ?? [];
  if (found.every(({ name }) => name === NOT_LISTED)) return undefined;
  // The warehouse spells names as it stores them, which is what quoting would give.
  const columns = new Map<string, KnownColumn>();
  for (const { name, type } of found) columns.set(identifierKey(name, true), { name, type });
  return { from: "catalog", columns };
}

function byKey(columns: readonly Column[], key: IdentifierKey): KnownColumns["columns"] {
  const known = new Map<string, KnownColumn>();
  for (const { name, quote, dataType } of columns) {
    known.set(key(name, quote ?? false), { name, type: dataType });
  }
  return known;
}

/** The own name of a record's field, as BigQuery lists it: "city" of "address.city"; else the column's name. */
export function fieldName(column: string): string {
  return column.slice(column.lastIndexOf(".") + 1);
}

/** The column that a name in YAML declares: of a record's field ("address.city") the record, as in dbt's contracts. */
export function recordName(name: string): string {
  return name.split(".")[0] ?? name;
}

/** A type without its size and in one spelling of case and blanks: "VARCHAR(16)" and "varchar" are the same. */
export function typeKey(type: string): string {
  return type
    .toLowerCase()
    .replaceAll(/\([^()]*\)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
