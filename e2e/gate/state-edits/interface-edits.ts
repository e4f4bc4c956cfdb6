import { type Edit, files } from "./edit.ts";

const versions = "models/marts/versions/_versions__models.yml";
const semantic = "models/marts/versions/_versions__semantic_models.yml";

/** Edits of contracts, descriptions, sources, exposures, groups and the semantic layer. */
export const interfaceEdits: readonly Edit[] = [
  {
    name: "description-that-is-persisted",
    change: (project) =>
      project.replace(files.marts, "One row per borough of New York", "One row a borough of New York"),
  },
  {
    name: "description-that-is-not-persisted",
    change: (project) =>
      project.replace(files.intermediate, "One row per census tract", "One row a census tract"),
  },
  {
    name: "column-description-that-is-persisted",
    change: (project) => project.replace(files.marts, "Street and house number.", "House number and street."),
  },
  {
    name: "column-meta",
    change: (project) =>
      project.replace(
        files.marts,
        "description: Street and house number.",
        "description: Street and house number.\n        config: {meta: {pii: true}}",
      ),
  },
  {
    name: "contract-column-retyped",
    change: (project) =>
      project.replaceBehind(files.marts, "- name: equity_band", "data_type: integer", "data_type: bigint"),
  },
  {
    name: "contract-column-resized",
    change: (project) =>
      project.replaceBehind(files.marts, "- name: equity_score\n", "decimal(5, 4)", "decimal(6, 4)"),
  },
  {
    name: "contract-column-removed",
    change: (project) =>
      project.replace(
        files.marts,
        "      - name: street_address\n        description: Street and house number.\n        data_type: varchar\n",
        "",
      ),
  },
  {
    name: "contract-column-added",
    change: (project) =>
      project.replace(
        files.marts,
        "      - name: street_address\n",
        "      - {name: phone, data_type: varchar}\n      - name: street_address\n",
      ),
  },
  {
    name: "contract-columns-in-another-order",
    change: (project) =>
      project
        .replace(
          files.marts,
          "      - name: street_address\n        description: Street and house number.\n        data_type: varchar\n",
          "",
        )
        .replace(
          files.marts,
          "      - name: grades\n",
          "      - {name: street_address, data_type: varchar, description: Street and house number.}\n      - name: grades\n",
        ),
  },
  {
    name: "contract-constraint-added",
    change: (project) =>
      project.replaceBehind(
        files.marts,
        "- name: equity_band",
        "data_type: integer",
        "data_type: integer\n        constraints: [{type: not_null}]",
      ),
  },
  {
    name: "contract-switched-off",
    change: (project) =>
      project.replace(
        files.marts,
        "- name: dim_borough\n",
        "- name: dim_borough\n    config: {contract: {enforced: false}}\n",
      ),
  },
  {
    name: "contract-switched-on",
    change: (project) =>
      project
        .replace(
          files.intermediate,
          "- name: int_tracts_ranked\n",
          "- name: int_tracts_ranked\n    config: {contract: {enforced: true}}\n",
        )
        .replaceBehind(
          files.intermediate,
          "- name: int_tracts_ranked",
          "- name: tract_id\n",
          "- name: tract_id\n        data_type: varchar\n",
        )
        .replaceBehind(
          files.intermediate,
          "- name: int_tracts_ranked",
          "- name: themes_sum\n",
          "- name: themes_sum\n        data_type: double\n",
        )
        .replaceBehind(
          files.intermediate,
          "- name: int_tracts_ranked",
          "- name: social_part\n",
          "- name: social_part\n        data_type: double\n",
        ),
  },
  {
    name: "versions-latest",
    change: (project) => project.replace(versions, "latest_version: 2", "latest_version: 1"),
  },
  {
    name: "versions-added",
    change: (project) =>
      project
        .replace(versions, "      - v: 2\n", "      - v: 2\n      - v: 3\n")
        .write("models/marts/versions/dim_wards_v3.sql", "select * from {{ ref('dim_wards', v=2) }}\n"),
  },
  {
    name: "source-description",
    change: (project) =>
      project.replace(files.sources, "Raw rows as they were landed, append-only.", "Raw rows."),
  },
  {
    name: "source-freshness",
    change: (project) =>
      project.replaceBehind(files.sources, "- name: air_quality", "count: 400", "count: 300"),
  },
  {
    name: "source-loaded-at",
    change: (project) =>
      project.replaceBehind(
        files.sources,
        "- name: air_quality",
        "loaded_at_field: _loaded_at",
        "loaded_at_field: _landed_at",
      ),
  },
  {
    name: "source-schema",
    change: (project) =>
      project.replaceBehind(files.sources, "- name: equity_bronze", "schema: bronze", "schema: raw"),
  },
  {
    name: "source-identifier",
    change: (project) =>
      project.replace(
        files.sources,
        "- name: air_quality\n",
        "- name: air_quality\n        identifier: air\n",
      ),
  },
  {
    name: "source-quoting",
    change: (project) =>
      project.replace(
        files.sources,
        "- name: air_quality\n",
        "- name: air_quality\n        quoting: {identifier: false}\n",
      ),
  },
  {
    name: "source-tags",
    change: (project) =>
      project.replaceBehind(
        files.sources,
        "- name: air_quality",
        "config:\n",
        "config:\n          tags: [air]\n",
      ),
  },
  {
    name: "source-added",
    change: (project) =>
      project.append("models/_groups.yml", "sources:\n  - name: other\n    tables: [{name: things}]\n"),
  },
  {
    name: "exposure-owner",
    change: (project) => project.replace(files.exposures, "name: Climate equity team", "name: Equity team"),
  },
  {
    name: "exposure-description",
    change: (project) =>
      project.replace(files.exposures, "The coming Power BI report", "The Power BI report"),
  },
  {
    name: "exposure-reads-one-model-less",
    change: (project) => project.replace(files.exposures, "      - ref('dim_borough')\n", ""),
  },
  {
    name: "exposure-meta",
    change: (project) =>
      project.replace(
        files.exposures,
        "[borough_id, borough_name, pm25_year, pm25_mean_ugm3]",
        "[borough_id]",
      ),
  },
  {
    name: "exposure-label-and-maturity",
    change: (project) =>
      project.replace(files.exposures, "maturity: low", "maturity: high\n    url: https://reports.example/1"),
  },
  {
    name: "group-owner",
    change: (project) => project.replace("models/_groups.yml", "Data platform team", "Platform team"),
  },
  {
    name: "semantic-model-dimension",
    change: (project) => project.replace(semantic, "expr: borough_id", "expr: upper(borough_id)"),
  },
  {
    name: "metric-label",
    change: (project) => project.replace(semantic, "label: Schools", "label: All schools"),
  },
  {
    name: "metric-description",
    change: (project) => project.replace(semantic, "How many schools there are.", "The number of schools."),
  },
  {
    name: "saved-query-description",
    change: (project) => project.replace(semantic, "Schools by borough.", "Schools a borough."),
  },
];
