import { compilePick } from "../scan/pick.ts";
import type { ObjectPick, Pick } from "../scan/pick.ts";

/** The numbers of the texts that are kept beside an entry's JSON and decoded on demand. */
export const CONFIG_TEXT = 0;
export const UNRENDERED_CONFIG_TEXT = 1;
export const CODE_TEXT = 2;
export const TEXT_COUNT = 3;

/** Keeps the members of these names. */
function keep(...names: readonly string[]): Record<string, Pick> {
  return Object.fromEntries(names.map((name) => [name, "keep" as const]));
}

/** Configs that rules ask for by name are parsed at once; of the others only the text is kept. */
const CONFIG: ObjectPick = {
  members: keep(
    "enabled",
    "materialized",
    "unique_key",
    "incremental_strategy",
    "on_schema_change",
    "full_refresh",
    "persist_docs",
    "quoting",
    "meta",
    "tags",
    "group",
    "access",
    "contract",
    "severity",
    "where",
    "limit",
    "warn_if",
    "error_if",
    "fail_calc",
    "freshness",
    "loaded_at_field",
    "loaded_at_query",
  ),
  text: CONFIG_TEXT,
};

const RESOURCE = {
  ...keep(
    "name",
    "resource_type",
    "package_name",
    "path",
    "original_file_path",
    "patch_path",
    "fqn",
    "description",
    "tags",
    "meta",
    "group",
  ),
  config: CONFIG,
  unrendered_config: { text: UNRENDERED_CONFIG_TEXT, value: false },
  depends_on: { members: keep("nodes", "macros") },
} satisfies Record<string, Pick>;

const COLUMNS: ObjectPick = {
  each: {
    members: {
      ...keep("name", "description", "data_type", "constraints", "quote", "meta", "tags"),
      config: { members: keep("meta", "tags") },
    },
  },
};

const CODE: ObjectPick = { text: CODE_TEXT, value: false };

export const NODE = compilePick({
  members: {
    ...RESOURCE,
    ...keep(
      "database",
      "schema",
      "alias",
      "relation_name",
      "quoting",
      "checksum",
      "language",
      "refs",
      "sources",
      "access",
      "contract",
      "constraints",
      "version",
      "latest_version",
      "deprecation_date",
      "primary_key",
      "test_metadata",
      "column_name",
      "attached_node",
      "arguments",
      "returns",
    ),
    columns: COLUMNS,
    raw_code: CODE,
  },
});

export const TEST = compilePick({
  members: { ...RESOURCE, ...keep("test_metadata", "column_name", "attached_node"), raw_code: CODE },
});

export const SOURCE = compilePick({
  members: {
    ...RESOURCE,
    ...keep(
      "source_name",
      "source_description",
      "source_meta",
      "loader",
      "identifier",
      "database",
      "schema",
      "relation_name",
      "quoting",
      "loaded_at_field",
      "loaded_at_query",
      "freshness",
      "external",
    ),
    columns: COLUMNS,
  },
});

/** Exposures, metrics, semantic models, saved queries and unit tests: few and small, so one pick serves all. */
export const DEFINITION = compilePick({
  members: {
    ...RESOURCE,
    ...keep(
      "type",
      "maturity",
      "label",
      "url",
      "owner",
      "type_params",
      "filter",
      "calculation_method",
      "model",
      "entities",
      "dimensions",
      "measures",
      "defaults",
      "primary_entity",
      "query_params",
      "exports",
      "tested_node_unique_id",
      "version",
      "checksum",
    ),
  },
});

export const MACRO = compilePick({
  members: {
    ...keep(
      "name",
      "package_name",
      "path",
      "original_file_path",
      "patch_path",
      "description",
      "meta",
      "arguments",
    ),
    config: { members: keep("meta") },
    depends_on: { members: keep("macros") },
    macro_sql: CODE,
  },
});

/** For what is small, and for disabled nodes: an entry may hold several of them, but texts are kept by entry. */
export const EVERYTHING = compilePick("keep");
