import type { Exposure, Json, ProjectNode } from "@headwater/artifacts";
import type { RuleFinding } from "../../finding.ts";
import { knownColumns, type KnownColumns } from "../../known-columns.ts";
import { memoize } from "../../memoize.ts";
import { unchangedColumns } from "../../other-columns.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { listed, nameOf } from "../../wording.ts";

export const exposureColumns = defineRule({
  id: "exposure-columns",
  category: "columns",
  title: "Columns that exposures read",
  docs: {
    what: "A column that an exposure declares in `meta.columns` and that none of the models it depends on has, by enforced contract or catalog; the base's catalog tells the columns of what cannot have others since. Where the columns of a model are not known, this cannot be judged, and the gate says so.",
    why: "The dashboard fails or shows blanks as soon as the column is gone, and its users find out first.",
    example: `exposures:
  - name: weekly_sales
    depends_on: [ref('orders')]
    meta:
      columns: [order_id, amount]         # orders has no amount
      # or by model: columns: { orders: [order_id, amount] }`,
    fix: "Bring the column back, or change the dashboard first and then the declaration.",
  },
  defaultSeverity: "error",
  preset: "recommended",
  check: (context) => {
    // An exposure declares many columns of few parents.
    const columnsInBase = unchangedColumns(context);
    const columnsOf = memoize(
      (parent: ProjectNode) => knownColumns(parent, context) ?? columnsInBase(parent),
    );
    return context
      .judged("exposure")
      .flatMap((exposure) =>
        declaredColumns(exposure).flatMap((declared) => judge(exposure, declared, columnsOf, context)),
      );
  },
});

interface Declared {
  readonly columns: readonly string[];
  /** The model's name where the declaration says it; otherwise any of the exposure's parents may have the columns. */
  readonly model: string | undefined;
}

/** Reads `[a, b]`, `[orders.a]`, `[{name: a}]` and `{orders: [a]}`; a single name stands for a list of one. */
function declaredColumns({ meta }: Exposure): readonly Declared[] {
  const { columns = null } = meta;
  if (typeof columns !== "object" || columns === null || Array.isArray(columns)) {
    return namesIn(columns).map(splitName);
  }
  return Object.entries(columns).map(([model, names]) => ({ columns: namesIn(names), model }));
}

/** The names of columns in a list, each as a text or under `name`, as models have them. Whatever else it holds is none. */
function namesIn(value: Json): readonly string[] {
  return [value].flat().flatMap((each) => {
    const name = typeof each === "object" && each !== null && "name" in each ? each.name : each;
    return typeof name === "string" ? [name] : [];
  });
}

function splitName(name: string): Declared {
  const dot = name.lastIndexOf(".");
  return dot < 0
    ? { columns: [name], model: undefined }
    : { columns: [name.slice(dot + 1)], model: name.slice(0, dot) };
}

function judge(
  exposure: Exposure,
  { columns, model }: Declared,
  columnsOf: (parent: ProjectNode) => KnownColumns | undefined,
  { graph, identifierKey }: RuleContext,
): readonly RuleFinding[] {
  const allParents = graph.parents(exposure.uniqueId);
  const parents = allParents.filter(
    (parent) => model === undefined || parent.name === model || nameOf(parent) === model,
  );
  // What stands before the point may be a record, and the column a field of it.
  const isField = (column: string): boolean =>
    allParents.some((parent) => columnsOf(parent)?.columns.has(identifierKey(`${model}.${column}`)));
  const known = parents.map((parent) => columnsOf(parent)?.columns);
  const missing = columns.filter((column) => {
    const key = identifierKey(column);
    return !known.some((each) => each?.has(key)) && !isField(column);
  });
  if (missing.length === 0) return [];
  const place = { at: "key", path: ["meta", "columns", ...(model === undefined ? [] : [model])] } as const;
  const related = parents.map((parent) => parent.uniqueId);
  const unknown = parents.filter((_, index) => known[index] === undefined);
  if (unknown.length > 0) {
    const message = `is declared as read, and cannot be judged: the columns of ${listed(unknown.map(nameOf))} are not known, as there is no contract and no catalog of it`;
    return missing.map((column) => {
      return { subject: exposure, column, message, related, place, cannotJudge: true, severity: "warn" };
    });
  }
  const message =
    parents.length > 0
      ? `is declared as read, and ${listed(parents.map(nameOf))} has no such column`
      : `is declared as read from ${model ?? "nothing it depends on"}, on which the exposure does not depend`;
  return missing.map((column) => ({ subject: exposure, column, message, related, place }));
}
