import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Rule } from "../rule.ts";
import { invalid } from "./problems.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What `@headwater/quality` is: this package, from its sources. A bundle does not have them. */
const ownIndex = join(import.meta.dirname, "..", "index.ts");

/**
 * Loads rules that a project writes itself: each module exports `rules`, a list of what `defineRule` gives. A module can
 * import @headwater/quality wherever it lies. This runs the project's code, as dbt does with its macros.
 * @throws QualityError GATE_CONFIG_INVALID
 */
export async function loadRuleModules(
  yaml: YamlFile,
  folder: string,
  modules: readonly string[],
): Promise<readonly Rule[]> {
  if (modules.length === 0) return [];
  // Otherwise every project would have to install this package beside its modules.
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === "@headwater/quality" && existsSync(ownIndex)
        ? { url: pathToFileURL(ownIndex).href, shortCircuit: true }
        : next(name, context),
  });
  try {
    return await importRules(yaml, folder, modules);
  } finally {
    hooks.deregister();
  }
}

async function importRules(
  yaml: YamlFile,
  folder: string,
  modules: readonly string[],
): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  for (const [index, name] of modules.entries()) {
    const refuse = (message: string) =>
      invalid(
        yaml,
        [{ path: ["gate", "modules", index], message: `${name} ${message}` }],
        "GATE_CONFIG_INVALID",
      );
    let loaded: { readonly rules?: unknown };
    try {
      // A module is an object of exports, whatever they are.
      loaded = (await import(pathToFileURL(resolve(folder, name)).href)) as { readonly rules?: unknown };
    } catch (error) {
      throw refuse(`cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!Array.isArray(loaded.rules))
      throw refuse("exports no `rules`. Export a list: `export const rules = [...]`.");
    const wrong = loaded.rules.findIndex((rule) => !isRule(rule));
    if (wrong >= 0)
      throw refuse(
        `has no rule at rules[${wrong}]. Make each with defineRule and v from @headwater/quality.`,
      );
    rules.push(...(loaded.rules as Rule[]));
  }
  return rules;
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== "object" || value === null) return false;
  const { id, check, optionsSchema, needs } = value as Partial<Rule>;
  return (
    typeof id === "string" &&
    typeof check === "function" &&
    optionsSchema?.type === "strict_object" &&
    Object.values(optionsSchema.entries).every((option) => option.kind === "schema") &&
    Array.isArray(needs)
  );
}
