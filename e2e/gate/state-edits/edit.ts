import type { ProjectChange } from "../dbt-project.ts";

/** One scripted edit of this repository's dbt project. */
export interface Edit {
  /** Kebab-case; a folder is named after it. */
  readonly name: string;
  readonly change: (project: ProjectChange) => ProjectChange;
}

/** Files that several edits change. */
export const files = {
  project: "dbt_project.yml",
  marts: "models/marts/equity/_equity__models.yml",
  dates: "models/utilities/_utilities__models.yml",
  intermediate: "models/intermediate/equity/_int_equity__models.yml",
  sources: "models/staging/equity/_equity__sources.yml",
  exposures: "models/marts/equity/_equity__exposures.yml",
  seeds: "seeds/_seeds.yml",
  snapshots: "snapshots/_snapshots.yml",
  scores: "models/marts/equity/fct_equity_scores.sql",
} as const;

/**
 * What the base has beside the project, so that every class of change can be met: descriptions that are persisted,
 * a model that nobody reads, versions of a model, a semantic model, a metric and a saved query.
 */
export const preparation: Edit = {
  name: "preparation",
  change: (project) =>
    project
      .replace(
        files.project,
        "      +materialized: table\n      +contract: {enforced: true}\n      equity:",
        "      +materialized: table\n      +contract: {enforced: true}\n" +
          "      +persist_docs: {relation: true, columns: true}\n      equity:",
      )
      .write(
        "models/marts/dim_streets.sql",
        "{{ config(contract={'enforced': false}) }}\nselect street_address from {{ ref('dim_school') }}\n",
      )
      .write("models/marts/versions/dim_wards_v1.sql", "select borough_id from {{ ref('dim_borough') }}\n")
      .write(
        "models/marts/versions/dim_wards_v2.sql",
        "select borough_id, borough_name from {{ ref('dim_borough') }}\n",
      )
      .write("models/marts/versions/_versions__models.yml", versionedModel)
      .write("models/marts/versions/_versions__semantic_models.yml", semanticLayer)
      .replace(files.dates, "  - name: dim_date\n", `  - name: dim_date\n${timeSpine}`)
      .replaceBehind(
        files.dates,
        "- name: date_day",
        "data_type: date",
        "data_type: date\n        granularity: day",
      ),
};

const timeSpine = "    time_spine: {standard_granularity_column: date_day}\n";

const versionedModel = `models:
  - name: dim_wards
    description: One row per borough.
    latest_version: 2
    config: {contract: {enforced: true}}
    columns:
      - {name: borough_id, data_type: varchar, description: Letter of the borough.}
      - {name: borough_name, data_type: varchar, description: Name of the borough.}
    versions:
      - v: 1
        columns:
          - include: all
            exclude: [borough_name]
      - v: 2
`;

const semanticLayer = `semantic_models:
  - name: scores
    description: Scores of schools.
    model: ref('fct_equity_scores')
    defaults: {agg_time_dimension: scored_on}
    entities:
      - {name: school, type: primary, expr: school_id}
    dimensions:
      - {name: scored_on, type: time, expr: "cast('2020-01-01' as date)", type_params: {time_granularity: day}}
      - {name: borough, type: categorical, expr: borough_id}
    measures:
      - {name: schools, agg: count, expr: school_id}

metrics:
  - name: schools
    label: Schools
    description: How many schools there are.
    type: simple
    type_params: {measure: schools}

saved_queries:
  - name: schools_by_borough
    description: Schools by borough.
    query_params:
      metrics: [schools]
      group_by: ["Dimension('school__borough')"]
`;
