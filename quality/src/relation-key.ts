import type { Relation } from "@headwater/artifacts";

import type { RuleContext } from "./rule.ts";

/** Adapters for which dbt quotes every part of a relation unless the project says otherwise, and case then counts. */
const quotesByDefault = new Set(["postgres", "greenplum", "materialize"]);

/** A text that two relations share exactly if they are the same table for the warehouse. */
export function relationKey(
  relation: Relation,
  { identifierKey, manifest }: Pick<RuleContext, "identifierKey" | "manifest">,
): string {
  const quotes = quotesByDefault.has(manifest.metadata.adapterType ?? "");
  const { database, schema, identifier, quoting } = relation;
  return JSON.stringify([
    database === undefined ? null : identifierKey(database, quoting.database ?? quotes),
    schema === undefined ? null : identifierKey(schema, quoting.schema ?? quotes),
    identifierKey(identifier, quoting.identifier ?? quotes),
  ]);
}
