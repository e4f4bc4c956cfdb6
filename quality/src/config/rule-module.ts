import { createRequire, registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Rule } from "../rule.ts";
import { invalid } from "./problems.ts";
import type { YamlFile } from "./yaml-file.ts";

const ownName = "@headwater/quality";

/** Looks packages up from here: from these sources, or from the bundle that they are in. */
const ownRequire = createRequire(`${import.meta.dirname}/`);

/**
 * Loads rules that a project writes itself: each module exports `rules`, a list of what `defineRule` gives. A module can
 * import @headwater/quality wherever it lies. This runs the project's code, as dbt does with its macros.
 * @throws QualityError GATE_CONFIG_INVALID
 */
export function loadRuleModules(yaml: YamlFile, folder: string, modules: readonly string[]): readonly Rule[] {
  if (modules.length === 0) return [];
  // Otherwise every project would have to install this package beside its modules. Looked up before there is a hook.
  const url = ownUrl();
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === ownName && url !== undefined ? { url, shortCircuit: true } : next(name, context),
  });
  try {
    return importRules(yaml, folder, modules);
  } finally {
    hooks.deregister();
  }
}

/** Where this package is; undefined for a bundle that it is not installed beside. */
function ownUrl(): string | undefined {
  try {
    return pathToFileURL(ownRequire.resolve(ownName)).href;
  } catch {
    return undefined;
  }
}

function importRules(yaml: YamlFile, folder: string, modules: readonly string[]): readonly Rule[] {
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
      loaded = ownRequire(resolve(folder, name)) as { readonly rules?: unknown };
    } catch (error) {
      if (isAsync(error))
        throw refuse("awaits something at its top level. Read files with readFileSync instead.");
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

/** Node's answer to a module that awaits while it is loaded. */
function isAsync(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ASYNC_MODULE";
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
