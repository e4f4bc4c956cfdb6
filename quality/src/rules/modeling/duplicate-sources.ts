import type { Source } from "@headwater/artifacts";
import { sortedById } from "../../sorted-by-id.ts";
import { relationKey } from "../../relation-key.ts";
import { defineRule } from "../../rule.ts";
import { counted, idsOf, listed, nameOf } from "../../wording.ts";

export const duplicateSources = defineRule({
  id: "duplicate-sources",
  category: "modeling",
  title: "Duplicate sources",
  docs: {
    what: "One table of the warehouse that is declared as more than one source table. Database, schema and identifier are compared as the warehouse compares them.",
    why: "Lineage shows two origins where there is one, and tests, freshness and descriptions are kept twice or not at all.",
    example: `sources:
  - name: pos
    schema: raw_pos
    tables:
      - name: orders
      - name: orders_again
        identifier: orders`,
    fix: "Keep one of the declarations, and let every model read that one.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: (context) => {
    const byRelation = Map.groupBy(context.judged("source"), (source) =>
      relationKey(source.relation, context),
    );
    return [...byRelation.values()]
      .filter((same) => same.length > 1)
      .flatMap((same) => {
        const sources = sortedById(same);
        return sources.slice(0, 1).map((first) => ({
          subject: first,
          message: `is the same table, ${tableName(first)}, as ${counted(sources.length - 1, "other source")}: ${listed(sources.slice(1).map(nameOf))}`,
          related: idsOf(sources.slice(1)),
          measure: sources.length,
        }));
      });
  },
});

function tableName({ relation: { database, schema, identifier } }: Source): string {
  return [database, schema, identifier].filter((part) => part !== undefined).join(".");
}
