import { type Edit, files } from "./edit.ts";

const tractsEntry = "- name: int_tracts_ranked\n";

/** Puts a config behind the name of int_tracts_ranked, which has none. */
function tractsConfig(name: string, config: string): Edit {
  return {
    name,
    change: (project) =>
      project.replace(files.intermediate, tractsEntry, `${tractsEntry}    config: ${config}\n`),
  };
}

/** Replaces a line of dbt_project.yml behind a mark. */
function folderConfig(name: string, mark: string, before: string, after: string): Edit {
  return { name, change: (project) => project.replaceBehind(files.project, mark, before, after) };
}

/** Edits of configuration, of one model and of folders. */
export const configEdits: readonly Edit[] = [
  tractsConfig("model-materialized", "{materialized: table}"),
  tractsConfig("model-materialized-as-before", "{materialized: view}"),
  tractsConfig("model-tags", "{tags: [nightly]}"),
  tractsConfig("model-meta", "{meta: {reviewed: true}}"),
  tractsConfig("model-docs", "{docs: {show: false}}"),
  tractsConfig("model-alias", "{alias: tracts}"),
  tractsConfig("model-schema", "{schema: ranks}"),
  tractsConfig("model-database", "{database: warehouse}"),
  tractsConfig("model-group", "{group: platform}"),
  tractsConfig("model-access", "{access: public}"),
  tractsConfig("model-hooks", '{post_hook: ["select 1", "select 2"]}'),
  tractsConfig("model-grants", "{grants: {select: [reader]}}"),
  tractsConfig("model-own-key", "{my_own_key: 7}"),
  tractsConfig("model-freshness", "{freshness: {build_after: {count: 1, period: day}}}"),
  tractsConfig("model-persists-docs", "{persist_docs: {relation: true}}"),
  {
    name: "model-deprecation-date",
    change: (project) =>
      project.replace(files.intermediate, tractsEntry, `${tractsEntry}    deprecation_date: 2030-01-01\n`),
  },
  {
    name: "model-disabled",
    change: (project) =>
      project.replace(
        "models/marts/dim_streets.sql",
        "contract={'enforced': false}",
        "contract={'enforced': false}, enabled=false",
      ),
  },
  folderConfig("folder-materialized", "    staging:", "+materialized: view", "+materialized: table"),
  folderConfig(
    "folder-materialized-by-jinja",
    "    staging:",
    "+materialized: view",
    "+materialized: \"{{ 'view' if target.name == 'dev' else 'table' }}\"",
  ),
  folderConfig("folder-schema", "    intermediate:", "+schema: intermediate", "+schema: steps"),
  folderConfig("folder-tags", "    marts:", "+schema: marts", "+schema: marts\n      +tags: [gold]"),
  folderConfig("folder-persists-docs-no-longer", "    marts:", "columns: true", "columns: false"),
  folderConfig("project-seed-config", "seeds:\n", "+full_refresh: true", "+full_refresh: false"),
  folderConfig("project-snapshot-group", "snapshots:\n", "+group: equity", "+group: platform"),
  folderConfig(
    "project-vars",
    "config-version: 2",
    "profile: headwater",
    "profile: headwater\nvars: {threshold: 3}",
  ),
  {
    name: "seed-column-type",
    change: (project) => project.replace(files.seeds, "borough_id: varchar(1)", "borough_id: varchar(2)"),
  },
  {
    name: "snapshot-config",
    change: (project) => project.replace(files.snapshots, "check_cols: all", "check_cols: [school_name]"),
  },
  {
    name: "snapshot-relation",
    change: (project) => project.replace(files.snapshots, "ref('int_schools_located')", "ref('dim_school')"),
  },
  {
    name: "test-severity",
    change: (project) =>
      project.replaceBehind(
        files.marts,
        "- name: equity_score\n",
        "data_tests: [percentile_range]",
        "data_tests:\n          - percentile_range: {config: {severity: warn}}",
      ),
  },
  {
    name: "test-where",
    change: (project) =>
      project.replaceBehind(
        files.marts,
        "- name: equity_score\n",
        "data_tests: [percentile_range]",
        'data_tests:\n          - percentile_range: {config: {where: "equity_score > 0"}}',
      ),
  },
  {
    name: "test-arguments",
    change: (project) =>
      project.replace(files.marts, "values: [1, 2, 3, 4, 5]", "values: [1, 2, 3, 4, 5, 6]"),
  },
];
