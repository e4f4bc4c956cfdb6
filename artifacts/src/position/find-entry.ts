import { isMap } from "yaml";

import type { Placed } from "./types.ts";
import type { YamlFile, YamlMap } from "./yaml-file.ts";

/** The top-level list in which a resource type is described. */
const LISTS: Readonly<Record<string, string>> = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  analysis: "analyses",
  function: "functions",
  exposure: "exposures",
  metric: "metrics",
  semantic_model: "semantic_models",
  saved_query: "saved_queries",
  group: "groups",
  macro: "macros",
};

/** A resource in YAML: its own entry first, then the one that it inherits from. */
export interface Entry {
  /** A source's table or a model's version. */
  readonly own: YamlMap;
  /** A table's source, or a version's model; undefined for the rest. */
  readonly outer: YamlMap | undefined;
}

/** Finds a resource in the file that describes it. */
export function findEntry(
  yaml: YamlFile,
  { uniqueId, resourceType, packageName }: Placed,
): Entry | undefined {
  // The name as the id has it: "orders", "orders.v2" for a version, "raw.orders" for a source's table,
  // "orders.name" for a unit test.
  const start = `${resourceType}.${packageName}.`;
  const name = uniqueId.startsWith(start) ? uniqueId.slice(start.length) : uniqueId;
  return findByIdName(yaml, resourceType, name);
}

/** Finds the resource in whose YAML a test is written, by its id alone. */
export function findEntryById(yaml: YamlFile, uniqueId: string): Entry | undefined {
  const [resourceType = "", , ...rest] = uniqueId.split(".");
  return findByIdName(yaml, resourceType, rest.join("."));
}

function findByIdName(yaml: YamlFile, resourceType: string, name: string): Entry | undefined {
  if (resourceType === "source") return findTable(yaml, name);
  if (resourceType === "project") return isMap(yaml.root) ? entryOf(yaml.root) : undefined;
  if (resourceType === "unit_test") return entryOf(findUnitTest(yaml, name));
  // A singular test is described under either name of its list.
  if (resourceType === "test") return entryOf(yaml.entry("data_tests", name) ?? yaml.entry("tests", name));
  const list = LISTS[resourceType];
  if (list === undefined) return undefined;
  const entry = yaml.entry(list, name);
  if (entry !== undefined) return entryOf(entry);
  return resourceType === "model" ? findVersion(yaml, name) : undefined;
}

function findTable(yaml: YamlFile, name: string): Entry | undefined {
  // Several entries of one source may share a file, and names may have dots: look until source and table fit.
  for (const source of yaml.maps(yaml.root, "sources")) {
    const sourceName = yaml.nameOf(source);
    if (sourceName === undefined || !name.startsWith(`${sourceName}.`)) continue;
    const table = yaml.maps(source, "tables").find((each) => `${sourceName}.${yaml.nameOf(each)}` === name);
    if (table !== undefined) return { own: table, outer: source };
  }
  return undefined;
}

/**
 * The id names the tested model and the test, as several models may have tests of one name, and the version: a test of
 * a versioned model is one for each.
 */
function findUnitTest(yaml: YamlFile, name: string): YamlMap | undefined {
  const tests = yaml
    .maps(yaml.root, "unit_tests")
    .map((test) => ({ test, id: `${yaml.nameOf(test, "model")}.${yaml.nameOf(test)}` }));
  const exact = tests.find(({ id }) => id === name);
  const [versioned] = tests
    .filter(({ id }) => name.startsWith(`${id}_v`))
    .toSorted((first, second) => second.id.length - first.id.length);
  return (exact ?? versioned)?.test;
}

function findVersion(yaml: YamlFile, name: string): Entry | undefined {
  const [, modelName, version] = /^(.*?)\.v(.+)$/.exec(name) ?? [];
  const model = modelName === undefined ? undefined : yaml.entry("models", modelName);
  if (model === undefined) return undefined;
  const own = yaml.maps(model, "versions").find((each) => isVersion(yaml.nameOf(each, "v"), version));
  return own === undefined ? entryOf(model) : { own, outer: model };
}

/** dbt's `v: 1.0` is "1.0" in the id, and a plain 1 to us. */
function isVersion(written: string | undefined, version: string | undefined): boolean {
  return written === version || Number(written) === Number(version);
}

function entryOf(own: YamlMap | undefined): Entry | undefined {
  return own && { own, outer: undefined };
}
