import { columnBreaks, type Model, type NodeId } from "@headwater/artifacts";
import { hasUsers, userWords, usersOf } from "../../changes/users.ts";
import type { Place } from "../../finding.ts";
import { catalogColumns, knownColumns, typeKey, type KnownColumns } from "../../known-columns.ts";
import { isRewritten, otherColumns } from "../../other-columns.ts";
import { defineRule, type ContextWith } from "../../rule.ts";
import { idsOf } from "../../wording.ts";

export const breakingColumnChanges = defineRule({
  id: "breaking-column-changes",
  category: "changes",
  title: "Breaking column changes",
  docs: {
    what: "A column that is gone or has another type (without its size) in a model without an enforced contract that somebody outside of the project's SQL uses: an exposure, a metric, a semantic model, another package, or everybody as it is public. The catalogs of both sides tell, or on head an enforced contract; without them a changed model, or one that gives out all columns of a changed one, cannot be judged.",
    why: "Dashboards and other projects break when a column goes, and without a contract nothing tells them or you.",
    example: `-- orders.sql, read by the exposure weekly_sales
select order_id, customer_id   -- base: also amount
from {{ ref('stg_orders') }}`,
    fix: "Keep the column, or move the users first. An enforced contract states which columns others may count on.",
  },
  defaultSeverity: "error",
  preset: "recommended",
  needs: ["base"],
  check: (context) => {
    const { base } = context;
    const mayHaveOthers = otherColumns(base, context.graph);
    return context.judged("model").flatMap((model) => {
      const before = base.counterpart(model);
      if (before?.resourceType !== "model" || before.contract.enforced) return [];
      const users = usersOf(before, base.graph);
      if (!hasUsers(users)) return [];
      const related = idsOf(users.nodes);
      return compare(before, model, mayHaveOthers, context).map(
        ({ column, message, place, isUnknown = false }) => ({
          subject: model,
          column,
          message: `${message}; used by ${userWords(users)}`,
          related,
          place,
          cannotJudge: isUnknown,
          severity: isUnknown ? ("warn" as const) : undefined,
        }),
      );
    });
  },
});

interface ColumnFinding {
  readonly column?: string | undefined;
  readonly message: string;
  readonly place: Place;
  readonly isUnknown?: boolean;
}

function compare(
  before: Model,
  after: Model,
  mayHaveOthers: (id: NodeId) => boolean,
  context: ContextWith<"base">,
): readonly ColumnFinding[] {
  const { base, identifierKey } = context;
  const old = catalogColumns(before.uniqueId, { catalog: base.catalog, identifierKey });
  // A contract that is new names all columns, but writes their types in another way than the warehouse.
  const now = catalogColumns(after.uniqueId, context) ?? knownColumns(after, context);
  if (old !== undefined && now !== undefined) return changedColumns(old, now);
  if (!mayHaveOthers(after.uniqueId)) return [];
  const reason = `the model's columns are not known: ${lackingWords(old, now)}`;
  const place = { at: "code" } as const;
  const declared = columnBreaks(before, after).map(({ column, kind }): ColumnFinding => {
    const change = kind === "column_removed" ? "is no longer declared" : "is declared with another type";
    const message = `${change}, and whether it is still there cannot be judged, as ${reason}`;
    return { column, message, isUnknown: true, place };
  });
  if (declared.length > 0) return declared;
  const cause = isRewritten(after.uniqueId, base)
    ? "has other code than in the base"
    : "gives out all columns of what it reads, which has other code than in the base";
  const message = `${cause}, and whether it lost a column cannot be judged, as ${reason}`;
  return [{ message, isUnknown: true, place: { at: "code" } }];
}

function lackingWords(old: KnownColumns | undefined, now: KnownColumns | undefined): string {
  if (old !== undefined) return "it has no contract, and the catalog of head does not have it";
  return now === undefined
    ? "it has no contract, and no catalog has it"
    : "it had no contract, and the catalog of the base does not have it";
}

function changedColumns(old: KnownColumns, now: KnownColumns): readonly ColumnFinding[] {
  return [...old.columns].flatMap(([key, column]): readonly ColumnFinding[] => {
    const present = now.columns.get(key);
    if (present === undefined) {
      return [{ column: column.name, message: "is gone", place: { at: "code" } }];
    }
    const isSame = typeKey(present.type ?? "") === typeKey(column.type ?? "");
    if (isSame || now.from === "contract") return [];
    return [
      {
        column: present.name,
        message: `was ${column.type} and is ${present.type}`,
        place: { at: "column", column: present.name },
      },
    ];
  });
}
