import type { Macro, Manifest, NodeId } from "@headwater/artifacts";
import * as v from "valibot";

import { option, patternOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { macroSubject } from "../../subject.ts";

export const unusedMacros = defineRule({
  id: "unused-macros",
  category: "modeling",
  title: "Unused macros",
  docs: {
    what: "A macro of the project that no model, test, snapshot, hook or other used macro calls. Macros that take the place of one of dbt or of a package (such as `generate_schema_name`), their variants for an adapter, and materializations in use count as used.",
    why: "Nobody notices when it breaks, and everybody who searches the project has to read it.",
    example: `-- macros/cents_to_dollars.sql: no model calls it
{% macro cents_to_dollars(column) %} {{ column }} / 100 {% endmacro %}`,
    fix: "Delete the macro. If people run it with `dbt run-operation`, name it in `allow`.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    allow: option(v.array(patternOption), {
      default: [],
      description: "Regular expressions for names of macros that are run by hand.",
      looser: "longer",
    }),
  },
  check: ({ manifest }, { allow }) => {
    const allowed = allow.map((pattern) => new RegExp(pattern, "u"));
    const used = usedMacros(manifest);
    return [...manifest.macros.values()]
      .filter((macro) => !used.has(macro.uniqueId) && !allowed.some((name) => name.test(macro.name)))
      .map((macro) => ({
        subject: macroSubject(macro),
        message: "is a macro that nothing calls",
        place: { at: "file", file: macro.originalFilePath } as const,
      }));
  },
});

/** The macros that are reached from nodes, from dbt's own entry points, and from other reached macros. */
function usedMacros({ nodes, macros }: Manifest): ReadonlySet<NodeId> {
  const all = [...macros.values()];
  const packagesByName = Map.groupBy(all, (macro) => macro.name);
  const materializations = new Set<string | undefined>();
  const isEntryPoint = (macro: Macro): boolean => {
    const name = generalName(macro.name);
    if (packagesByName.get(name)?.some((other) => other.packageName !== macro.packageName)) return true;
    const [, materialization] = /^materialization_(.+)_[^_]+$/.exec(macro.name) ?? [];
    return materialization !== undefined && materializations.has(materialization);
  };
  const variantsByName = Map.groupBy(all, (macro) => `${macro.packageName}.${generalName(macro.name)}`);

  const used = new Set<NodeId>();
  const open: Macro[] = [];
  const reach = (ids: Iterable<NodeId>): void => {
    for (const id of ids) {
      const macro = used.has(id) ? undefined : macros.get(id);
      if (macro === undefined) continue;
      used.add(id);
      open.push(macro);
    }
  };
  for (const node of nodes.values()) {
    materializations.add(node.config.materialized);
    reach(node.dependsOn.macros);
  }
  reach(all.filter(isEntryPoint).map((macro) => macro.uniqueId));
  for (let macro = open.pop(); macro !== undefined; macro = open.pop()) {
    reach(macro.dependsOn.macros);
    // adapter.dispatch calls the variants of a macro without naming them.
    const variants = variantsByName.get(`${macro.packageName}.${macro.name}`) ?? [];
    reach(variants.map((variant) => variant.uniqueId));
  }
  return used;
}

/** "date_spine" for "default__date_spine" and "snowflake__date_spine". */
function generalName(name: string): string {
  return name.replace(/^[a-z0-9]+__/, "");
}
