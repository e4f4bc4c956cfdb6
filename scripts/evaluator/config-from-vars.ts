/** The settings of dbt-project-evaluator in a dbt_project.yml: its variables by name. */
export type EvaluatorVars = Readonly<Record<string, unknown>>;

/** The evaluator's own defaults for its model types. */
const defaults: EvaluatorVars = {
  model_types: ["base", "staging", "intermediate", "marts", "other"],
  base_folder_name: "base",
  staging_folder_name: "staging",
  intermediate_folder_name: "intermediate",
  marts_folder_name: "marts",
  base_prefixes: ["base_"],
  staging_prefixes: ["stg_"],
  intermediate_prefixes: ["int_"],
  marts_prefixes: ["fct_", "dim_"],
  other_prefixes: ["rpt_"],
};

/**
 * The evaluator's variables that are options of one of the gate's rules. Not the targets of the coverage: its tables hold
 * the figures, whatever the target.
 */
const options: readonly (readonly [variable: string, rule: string, option: string])[] = [
  ["models_fanout_threshold", "model-fanout", "threshold"],
  ["too_many_joins_threshold", "too-many-joins", "threshold"],
  ["chained_views_threshold", "chained-views-dependencies", "threshold"],
  ["primary_key_test_macros", "missing-primary-key-tests", "test_sets"],
  ["enforced_primary_key_node_types", "missing-primary-key-tests", "resource_types"],
  ["comment_chars", "hard-coded-references", "comment_markers"],
];

/** The variables of a dbt_project.yml that the evaluator sees: the project's, and over them those for the package. */
export function evaluatorVars(dbtProject: Readonly<Record<string, unknown>>): EvaluatorVars {
  const vars = mapping(dbtProject["vars"]);
  return { ...vars, ...mapping(vars["dbt_project_evaluator"]) };
}

/**
 * A headwater.yml under which the gate judges a project as the evaluator does under its variables. `packages` are the
 * installed packages, which the evaluator judges unless they are excluded. Jinja in a variable is left to its default.
 */
export function configFromVars(vars: EvaluatorVars, packages: readonly string[]): Record<string, unknown> {
  const known = { ...defaults, ...vars };
  const rules: Record<string, { options: Record<string, unknown> }> = {};
  for (const [variable, rule, option] of options) {
    const value = vars[variable];
    if (value === undefined || (typeof value === "string" && value.includes("{"))) continue;
    (rules[rule] ??= { options: {} }).options[option] = value;
  }
  const excluded = texts(vars["exclude_packages"]);
  return {
    gate: {
      extends: "strict",
      include_packages: excluded.includes("all") ? [] : packages.filter((name) => !excluded.includes(name)),
      exclude_paths: texts(vars["exclude_paths_from_project"]).map(plainText),
      layers: texts(known["model_types"]).map((name) => {
        const prefixes = texts(known[`${name}_prefixes`]);
        const folder = known[`${name}_folder_name`];
        return typeof folder === "string" ? { name, prefixes, folder } : { name, prefixes };
      }),
      rules,
    },
  };
}

/** The evaluator searches a path, or "path:source.table", for an expression; without its usual ends it is a plain text. */
function plainText(expression: string): string {
  return expression.replaceAll(/^\^|^\.\*|\.\*$|\$$/g, "");
}

function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  // A mapping of YAML has text keys.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
