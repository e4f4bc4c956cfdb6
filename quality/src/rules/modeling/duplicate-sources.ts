import { z } from "zod";

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
  options: z.strictObject({}),
  check: (context) => {
    const byRelation = Map.groupBy(context.judged("source"), (source) =>
      relationKey(source.relation, context),
    );
    return [...byRelation.values()].flatMap((same) => {
      const [first, ...others] = same.toSorted((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
      if (first === undefined || others.length === 0) return [];
      const { database, schema, identifier } = first.relation;
      const table = [database, schema, identifier].filter((part) => part !== undefined).join(".");
      return [
        {
          subject: first,
          message: `is the same table, ${table}, as ${counted(others.length, "other source")}: ${listed(others.map(nameOf))}`,
          related: idsOf(others),
        },
      ];
    });
  },
});
