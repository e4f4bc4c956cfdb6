import type { Macro, Manifest, NodeId, ProjectNode } from "@headwater/artifacts";
import * as v from "valibot";

import type { Subject } from "../../finding.ts";
import { option, patternOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { macroSubject } from "../../subject.ts";

export const unusedMacros = defineRule({
  id: "unused-macros",
  category: "modeling",
  title: "Unused macros",
  docs: {
    what: "A macro of the project that no model, test, snapshot, hook or other used macro calls. A macro whose name stands in their Jinja counts as called. Macros that take the place of one of dbt or of a package (such as `generate_schema_name`), their variants for an adapter, and the materializations and strategies in use count as used.",
    why: "Nobody notices when it breaks, and everybody who searches the project has to read it.",
    example: `-- macros/cents_to_dollars.sql: no model calls it
{% macro cents_to_dollars(column) %} {{ column }} / 100 {% endmacro %}`,
    fix: "Delete the macro. If people run it with `dbt run-operation`, name it in `allow`.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  isSelectable: false,
  options: {
    allow: option(v.array(patternOption), {
      default: [],
      description: "Regular expressions for names of macros that are run by hand.",
      looser: "longer",
    }),
  },
  check: ({ manifest, isJudged }, { allow }) => {
    const allowed = allow.map((pattern) => new RegExp(pattern, "u"));
    const suspects = [...manifest.macros.values()]
      .map(macroSubject)
      .filter((macro) => isJudged(macro) && !allowed.some((name) => name.test(macro.name)));
    return unusedOf(suspects, manifest).map((macro) => ({
      subject: macro,
      message: "is a macro that nothing calls",
      place: { at: "code" } as const,
    }));
  },
});

/** The suspects that nothing reaches: not dbt itself, not a node, and not another macro that is reached. */
function unusedOf(suspects: readonly Subject[], { nodes, macros }: Manifest): readonly Subject[] {
  const unused = new Map(suspects.map((macro) => [macro.uniqueId, macro]));
  const all = [...macros.values()];
  const macrosByName = Map.groupBy(all, (macro) => macro.name);
  const variantsByName = Map.groupBy(all, (macro) => generalName(macro.name));

  const used = new Set<NodeId>();
  const open: Macro[] = [];
  const visit = (ids: readonly NodeId[]): void => {
    for (const id of ids) {
      const macro = used.has(id) ? undefined : macros.get(id);
      if (macro === undefined) continue;
      used.add(id);
      unused.delete(id);
      open.push(macro);
    }
  };
  const reach = (ids: readonly NodeId[]): void => {
    visit(ids);
    for (let macro = open.pop(); macro !== undefined; macro = open.pop()) {
      visit(macro.dependsOn.macros);
      // adapter.dispatch calls the variants of a macro without naming them.
      visit(idsOf(variantsByName.get(macro.name) ?? []));
    }
  };

  // dbt calls a macro in place of one of the same name in another package, and a variant of such a one.
  for (const [name, variants] of variantsByName) {
    const same = macrosByName.get(name) ?? [];
    reach(
      idsOf(variants.filter(({ packageName }) => same.some((other) => other.packageName !== packageName))),
    );
  }
  const materializations = new Set<string | undefined>();
  const strategies = new Set<string | undefined>();
  for (const node of nodes.values()) {
    // Most projects use all their macros, which the first nodes show.
    if (unused.size === 0) return [];
    materializations.add(node.config.materialized);
    strategies.add(strategyMacro(node));
    reach(node.dependsOn.macros);
  }
  const isNamed = ({ name }: Macro) =>
    strategies.has(name) || materializations.has(materializationOf(name) ?? "");
  reach(idsOf(all.filter(isNamed)));

  if (unused.size === 0) return [];
  // dbt notes calls only, and not that a macro is handed on as a value: `{{ apply(cents) }}`.
  const sqlOf = (id: NodeId): string => macros.get(id)?.macroSql ?? "";
  let codes = [...Array.from(nodes.values(), codeOf), ...[...used].map(sqlOf)];
  while (codes.length > 0) {
    const readBefore = new Set(used);
    reach(idsOf(namedIn(codes, [...unused.values()])));
    codes = [...used].filter((id) => !readBefore.has(id)).map(sqlOf);
  }
  return [...unused.values()];
}

function codeOf(node: ProjectNode): string {
  return "rawCode" in node ? node.rawCode : "";
}

/** Those of some macros whose name stands in the Jinja of some code. */
function namedIn(codes: readonly string[], macros: readonly Subject[]): readonly Subject[] {
  const words = new Set<string>();
  for (const code of codes) {
    for (const jinja of code.match(/\{[{%][^]*?[%}]\}/g) ?? []) {
      for (const word of jinja.match(/\w+/g) ?? []) words.add(word);
    }
  }
  return macros.filter((macro) => words.has(macro.name));
}

function idsOf(macros: readonly { readonly uniqueId: NodeId }[]): readonly NodeId[] {
  return macros.map((macro) => macro.uniqueId);
}

/** "date_spine" for "default__date_spine" and "snowflake__date_spine". */
function generalName(name: string): string {
  return name.replace(/^[a-z0-9]+__/, "");
}

/** "table" for "materialization_table_default". */
function materializationOf(name: string): string | undefined {
  return /^materialization_(.+)_[^_]+$/.exec(name)?.[1];
}

/** The macro that dbt looks up by the name of a node's incremental or snapshot strategy; nothing names it as a call. */
function strategyMacro({ resourceType, config }: ProjectNode): string | undefined {
  const { incrementalStrategy, values } = config;
  if (incrementalStrategy !== undefined) {
    return `get_incremental_${incrementalStrategy.replaceAll("+", "_")}_sql`;
  }
  const { strategy } = values;
  if (resourceType !== "snapshot" || typeof strategy !== "string") return undefined;
  // "package.name" names a package's strategy.
  return `snapshot_${strategy.slice(strategy.indexOf(".") + 1)}_strategy`;
}
