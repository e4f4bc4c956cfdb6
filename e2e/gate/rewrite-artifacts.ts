import { Random } from "./fuzz/random.ts";

/** Any of dbt's artifacts, taken apart. */
export type Artifact = Readonly<Record<string, unknown>>;

/** The same data with the keys of every object in another order. */
export function withShuffledKeys(artifact: Artifact, seed: number): Artifact {
  const random = new Random(seed);
  return rewrite(artifact, (entries) =>
    entries
      .map((entry) => ({ entry, rank: random.next() }))
      .toSorted((left, right) => left.rank - right.rank)
      .map(({ entry }) => entry),
  );
}

/** Paths as dbt writes them on Windows. */
export function withBackslashes(artifact: Artifact): Artifact {
  const keys = new Set([
    "path",
    "original_file_path",
    "patch_path",
    "root_path",
    "build_path",
    "compiled_path",
  ]);
  return rewrite(artifact, (entries) =>
    entries.map(([key, value]) =>
      keys.has(key) && typeof value === "string"
        ? // What stands before :// is the package.
          [key, value.replaceAll(/(?<!:|:\/)\/(?!\/)/g, "\\")]
        : [key, value],
    ),
  );
}

/** The artifacts as Snowflake's adapter writes them: it folds names to upper case and does not quote them. */
export function inSnowflake(artifact: Artifact): Artifact {
  return rewrite(artifact, (entries) =>
    entries.map(([key, value]) => {
      if (key === "adapter_type") return [key, "snowflake"];
      return key === "quoting" ? [key, { database: false, schema: false, identifier: false }] : [key, value];
    }),
  );
}

/** The catalog with every name in upper case, whatever YAML says. */
export function withUpperCaseCatalog(artifact: Artifact, file: string): Artifact {
  if (file !== "catalog.json") return artifact;
  const tables = (section: unknown): object =>
    mapValues(section, (table) => ({
      ...table,
      metadata: upperCaseMembers(table["metadata"], ["database", "schema", "name"]),
      columns: upperCaseColumns(table["columns"]),
    }));
  return { ...artifact, nodes: tables(artifact["nodes"]), sources: tables(artifact["sources"]) };
}

/** The manifest with every column in upper case: in YAML, in tests, in constraints and in what exposures read. */
export function withUpperCaseColumns(artifact: Artifact, file: string): Artifact {
  if (file !== "manifest.json") return artifact;
  const resources = (section: unknown): object =>
    mapValues(section, (resource) => ({
      ...resource,
      columns: upperCaseColumns(resource["columns"]),
      ...upperCaseMembers(resource, ["column_name"]),
      ...(resource["test_metadata"] ? { test_metadata: upperCaseArguments(resource["test_metadata"]) } : {}),
      ...(resource["meta"] ? { meta: upperCaseUse(resource["meta"]) } : {}),
      config: { ...Object(resource["config"]), meta: upperCaseUse(Object(resource["config"]).meta) },
    }));
  return {
    ...artifact,
    nodes: resources(artifact["nodes"]),
    sources: resources(artifact["sources"]),
    exposures: resources(artifact["exposures"]),
  };
}

/** The manifest with databases, schemas and tables in upper case. */
export function withUpperCaseRelations(artifact: Artifact, file: string): Artifact {
  if (file !== "manifest.json") return artifact;
  const names = ["database", "schema", "alias", "identifier", "relation_name"];
  const resources = (section: unknown): object =>
    mapValues(section, (resource) => upperCaseMembers(resource, names));
  return { ...artifact, nodes: resources(artifact["nodes"]), sources: resources(artifact["sources"]) };
}

type Entries = readonly (readonly [string, unknown])[];

/** Rewrites the members of every object, from the inside to the outside. */
function rewrite(value: unknown, change: (entries: Entries) => Entries): Artifact;
function rewrite(value: unknown, change: (entries: Entries) => Entries): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => rewrite(item, change));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, item]) => [key, rewrite(item, change)] as const);
  return Object.fromEntries(change(inner));
}

function mapValues(section: unknown, change: (value: Artifact) => object): object {
  return Object.fromEntries(
    Object.entries(Object(section)).map(([id, value]) => [id, change(Object(value))]),
  );
}

function upperCaseMembers(holder: unknown, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(Object(holder)).map(([key, value]) => [
      key,
      names.includes(key) && typeof value === "string" ? value.toUpperCase() : value,
    ]),
  );
}

function upperCaseColumns(columns: unknown): object {
  return Object.fromEntries(
    Object.entries(Object(columns)).map(([key, column]) => [
      key.toUpperCase(),
      upperCaseMembers(column, ["name"]),
    ]),
  );
}

function upperCaseArguments(metadata: unknown): object {
  return { ...Object(metadata), kwargs: upperCaseMembers(Object(metadata).kwargs, ["column_name", "field"]) };
}

/** `meta.columns` of an exposure: lists of columns by model. */
function upperCaseUse(meta: unknown): object {
  const { columns, ...rest } = Object(meta);
  if (columns === undefined) return rest;
  return {
    ...rest,
    columns: Object.fromEntries(
      Object.entries(Object(columns)).map(([model, names]) => [
        model,
        Array.isArray(names) ? names.map((name) => String(name).toUpperCase()) : names,
      ]),
    ),
  };
}
