import { type Edit, files } from "./edit.ts";

/** Edits of SQL, macros, seeds and tests. */
export const codeEdits: readonly Edit[] = [
  {
    name: "model-comment",
    change: (project) => project.append("models/marts/equity/dim_borough.sql", "\n-- One more line.\n"),
  },
  {
    name: "model-trailing-line-break",
    change: (project) => project.append("models/marts/equity/dim_borough.sql", "\n\n"),
  },
  {
    name: "model-reads-another-model",
    change: (project) =>
      project.append(
        "models/intermediate/equity/int_tracts_ranked.sql",
        "\n-- depends_on: {{ ref('stg_equity__air_quality') }}\n",
      ),
  },
  {
    name: "model-inline-config",
    change: (project) =>
      project.write(
        files.scores,
        "{{ config(materialized='incremental', on_schema_change='fail') }}\nselect * from {{ ref('dim_school') }}\n",
      ),
  },
  {
    name: "model-line-endings",
    change: (project) =>
      project.replace("models/marts/equity/dim_borough.sql", "select * from final", "select *\r\nfrom final"),
  },
  {
    name: "model-added",
    change: (project) =>
      project.write(
        "models/marts/equity/fct_new.sql",
        "{{ config(contract={'enforced': false}) }}\nselect 1 as one\n",
      ),
  },
  {
    name: "model-removed",
    change: (project) => project.remove("models/marts/dim_streets.sql"),
  },
  {
    name: "model-version-removed",
    change: (project) =>
      project
        .remove("models/marts/versions/dim_wards_v1.sql")
        .replace(
          "models/marts/versions/_versions__models.yml",
          "      - v: 1\n        columns:\n          - include: all\n            exclude: [borough_name]\n",
          "",
        ),
  },
  {
    name: "model-renamed",
    change: (project) =>
      project
        .move(
          "models/intermediate/equity/int_tracts_ranked.sql",
          "models/intermediate/equity/int_tracts_sorted.sql",
        )
        .replace(files.intermediate, "- name: int_tracts_ranked", "- name: int_tracts_sorted")
        .replaceEvery(
          "models/intermediate/equity/_int_equity__unit_tests.yml",
          "model: int_tracts_ranked",
          "model: int_tracts_sorted",
        )
        .replaceEvery(
          "models/marts/equity/_equity__unit_tests.yml",
          "ref('int_tracts_ranked')",
          "ref('int_tracts_sorted')",
        )
        .replace(files.scores, "ref('int_tracts_ranked')", "ref('int_tracts_sorted')"),
  },
  {
    name: "model-moved-to-another-folder",
    change: (project) =>
      project.move(
        "models/intermediate/equity/int_air_areas_ranked.sql",
        "models/intermediate/equity/areas/int_air_areas_ranked.sql",
      ),
  },
  {
    name: "macro-body",
    change: (project) => project.replace("macros/cleaning/clean_text.sql", "'No Data')", "'no data')"),
  },
  {
    name: "macro-that-macros-use",
    change: (project) =>
      project.replaceEvery(
        "macros/landing/payload_text.sql",
        "{%- endmacro %}",
        "{#- As text. -#}{%- endmacro %}",
      ),
  },
  {
    name: "macro-inner-comment",
    change: (project) =>
      project.replaceEvery(
        "macros/text/replace_pattern.sql",
        "{%- endmacro %}",
        "{#- Agreed. -#}{%- endmacro %}",
      ),
  },
  {
    name: "macro-description",
    change: (project) =>
      project.replace("macros/_macros.yml", "Replaces every match of a", "Replaces each match of a"),
  },
  {
    name: "macro-added",
    change: (project) => project.write("macros/added.sql", "{% macro added() %}1{% endmacro %}\n"),
  },
  {
    name: "macro-that-overrides-dbt",
    change: (project) =>
      project.replace(
        "macros/generate_schema_name.sql",
        "{%- endmacro %}",
        " {#- As set. -#}{%- endmacro %}",
      ),
  },
  {
    name: "generic-test-macro",
    change: (project) =>
      project.replace("macros/tests/percentile_range.sql", "{% endtest %}", "{#- 0 to 1. -#}{% endtest %}"),
  },
  {
    name: "singular-test",
    change: (project) => project.replace("tests/assert_score_or_reason.sql", "select *", "select school_id"),
  },
  {
    name: "unit-test-expectation",
    change: (project) =>
      project.replace(
        "models/marts/equity/_equity__unit_tests.yml",
        "- {school_id: worst, equity_score: 1, equity_band: 5, missing_reason: null}",
        "- {school_id: worst, equity_score: 1, equity_band: 4, missing_reason: null}",
      ),
  },
  {
    name: "seed-data",
    change: (project) => project.append("seeds/boroughs.csv", "N,Newark,Essex,013,6\n"),
  },
  {
    name: "doc-block-that-is-persisted",
    change: (project) =>
      project.replace("models/_docs.md", "Code of the neighborhood", "The code of the neighborhood"),
  },
];
