/** A row of one of the evaluator's tables: column names to values. */
export type EvaluatorRow = Readonly<Record<string, unknown>>;

/** What is read of a finding in the gate's JSON. */
export interface GateFinding {
  readonly rule: string;
  readonly unique_id: string;
  readonly resource_type: string;
  readonly name: string;
  readonly message: string;
  readonly related: readonly string[];
}

/** One of the evaluator's tables, and how its rows and a rule's findings become texts that can be compared. */
export interface RuleTable {
  readonly name: string;
  readonly ofRow: (row: EvaluatorRow) => readonly string[];
  readonly ofFinding: (finding: GateFinding) => readonly string[];
}

export interface Comparison {
  readonly same: readonly string[];
  readonly onlyEvaluator: readonly string[];
  readonly onlyGate: readonly string[];
}

/** Sets what the evaluator found beside what the gate found. */
export function compareRule(
  table: RuleTable,
  rows: readonly EvaluatorRow[],
  findings: readonly GateFinding[],
): Comparison {
  const theirs = new Set(rows.flatMap(table.ofRow));
  const ours = new Set(findings.flatMap(table.ofFinding));
  return {
    same: [...theirs].filter((text) => ours.has(text)).toSorted(),
    onlyEvaluator: [...theirs].filter((text) => !ours.has(text)).toSorted(),
    onlyGate: [...ours].filter((text) => !theirs.has(text)).toSorted(),
  };
}

/** "orders" for model.shop.orders, "pos.orders" for source.shop.pos.orders; a test without its hash. */
function shortName(id: string): string {
  const [type, , ...rest] = id.split(".");
  return (type === "test" ? rest.slice(0, 1) : rest).join(".");
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly string[] => text(value).split(", ").filter(Boolean);

/** A table with one row for each violating node. */
function nodes(name: string, column: string): RuleTable {
  return {
    name,
    ofRow: (row) => [text(row[column])],
    ofFinding: (finding) => [shortName(finding.unique_id)],
  };
}

/** A table with one row for each pair of the violating node and another one. */
function pairs(name: string, node: string, other: string): RuleTable {
  return { name, ofRow: (row) => [`${text(row[node])}: ${text(row[other])}`], ofFinding: pairsOfFinding };
}

/** A table with one row for each violating node and a list of others. */
function lists(name: string, node: string, others: string): RuleTable {
  return {
    name,
    ofRow: (row) => list(row[others]).map((other) => `${text(row[node])}: ${other}`),
    ofFinding: pairsOfFinding,
  };
}

/** A table with one row of figures, which violates below 100 percent: "38.89 %". The gate's message begins with it. */
function share(name: string, column: string): RuleTable {
  return {
    name,
    ofRow: (row) => (Number(row[column]) < 100 ? [`${Number(row[column])} %`] : []),
    ofFinding: ({ message }) => [/\d\S* %/.exec(message)?.[0] ?? message],
  };
}

function pairsOfFinding({ unique_id: id, related }: GateFinding): readonly string[] {
  return related.map((other) => `${shortName(id)}: ${shortName(other)}`);
}

/** The gate's rules, and the evaluator's table for each. */
export const ruleTables: Readonly<Record<string, RuleTable>> = {
  "direct-join-to-source": {
    ...pairs("fct_direct_join_to_source", "child", "parent"),
    // The evaluator lists the model's seeds and snapshots too, which are no part of what it found.
    ofRow: (row) =>
      ["model", "source"].includes(text(row["parent_resource_type"]))
        ? [`${text(row["child"])}: ${text(row["parent"])}`]
        : [],
  },
  "duplicate-sources": {
    name: "fct_duplicate_sources",
    ofRow: (row) => [list(row["source_names"]).toSorted().join(", ")],
    ofFinding: ({ unique_id: id, related }) => [[id, ...related].map(shortName).toSorted().join(", ")],
  },
  "hard-coded-references": nodes("fct_hard_coded_references", "model"),
  "model-fanout": lists("fct_model_fanout", "parent", "leaf_children"),
  "multiple-sources-joined": lists("fct_multiple_sources_joined", "child", "source_parents"),
  "rejoining-of-upstream-concepts": {
    name: "fct_rejoining_of_upstream_concepts",
    ofRow: (row) =>
      ["parent", "child"].map((column) => `${text(row["parent_and_child"])}: ${text(row[column])}`),
    ofFinding: pairsOfFinding,
  },
  "root-models": nodes("fct_root_models", "child"),
  "source-fanout": lists("fct_source_fanout", "parent", "model_children"),
  "staging-dependent-on-staging": pairs("fct_staging_dependent_on_staging", "child", "parent"),
  "staging-dependent-on-marts-or-intermediate": pairs(
    "fct_staging_dependent_on_marts_or_intermediate",
    "child",
    "parent",
  ),
  "marts-or-intermediate-dependent-on-source": pairs(
    "fct_marts_or_intermediate_dependent_on_source",
    "child",
    "parent",
  ),
  "too-many-joins": nodes("fct_too_many_joins", "resource_name"),
  "unused-sources": nodes("fct_unused_sources", "parent"),
  "documentation-coverage": share("fct_documentation_coverage", "documentation_coverage_pct"),
  "undocumented-models": nodes("fct_undocumented_models", "resource_name"),
  "undocumented-source-tables": nodes("fct_undocumented_source_tables", "resource_name"),
  "undocumented-sources": {
    name: "fct_undocumented_sources",
    ofRow: (row) => [text(row["source_name"])],
    ofFinding: ({ unique_id: id }) => [id.split(".")[2] ?? ""],
  },
  "exposures-dependent-on-private-models": pairs(
    "fct_exposures_dependent_on_private_models",
    "exposure_name",
    "parent_resource_name",
  ),
  "public-models-without-contract": nodes("fct_public_models_without_contract", "resource_name"),
  "undocumented-public-models": nodes("fct_undocumented_public_models", "resource_name"),
  "chained-views-dependencies": nodes("fct_chained_views_dependencies", "child"),
  "exposure-parents-materializations": pairs(
    "fct_exposure_parents_materializations",
    "exposure_name",
    "parent_resource_name",
  ),
  "model-directories": nodes("fct_model_directories", "resource_name"),
  "source-directories": nodes("fct_source_directories", "resource_name"),
  "test-directories": pairs("fct_test_directories", "test_name", "model_name"),
  "model-naming-conventions": nodes("fct_model_naming_conventions", "resource_name"),
  "missing-primary-key-tests": nodes("fct_missing_primary_key_tests", "resource_name"),
  "sources-without-freshness": nodes("fct_sources_without_freshness", "resource_name"),
  "test-coverage": share("fct_test_coverage", "test_coverage_pct"),
};
