import picomatch from "picomatch";

import { compareVersions } from "../compare-versions.ts";
import { nonEmptyConfig } from "../non-empty-config.ts";
import type { ProjectNode } from "../types/nodes.ts";
import type { Json, JsonObject } from "../types/resource.ts";
import { fnmatch } from "./fnmatch.ts";
import { matchesFqn } from "./match-fqn.ts";
import type { Criterion } from "./parse-selector.ts";
import type { SelectContext } from "./select-context.ts";
import { needsResultsError, selectorSyntaxError } from "./selector-errors.ts";
import { sourceStatusMethod } from "./source-status-method.ts";
import { stateMethod } from "./state-method.ts";

/** The types that dbt knows; docs, macros and groups are no nodes, so that they select nothing. */
const resourceTypes: readonly string[] = (
  "model seed snapshot test unit_test analysis source exposure metric semantic_model saved_query function " +
  "operation sql_operation rpc doc macro group fixture"
).split(" ");

type Test = (node: ProjectNode) => boolean;

/** Makes the test of a criterion. A value that the method cannot take throws an ArtifactError. */
export type Method = (criterion: Criterion, context: SelectContext) => Test;

/** dbt's selector methods, each with dbt's meaning (its selector_methods module). */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({
    // Sources have an fqn, but this method leaves them to the method source.
    fqn:
      ({ value }) =>
      (node) =>
        node.resourceType !== "source" && matchesFqn(node, value),
    tag:
      ({ value }) =>
      (node) =>
        node.tags.some((tag) => fnmatch(tag, value)),
    group:
      ({ value }) =>
      (node) =>
        (isCode(node) || node.resourceType === "metric") &&
        node.group !== undefined &&
        fnmatch(node.group, value),
    access:
      ({ value }) =>
      (node) =>
        node.resourceType === "model" && node.access === value,
    path: pathMethod,
    file: ({ value }) => fileTest(value),
    package: packageMethod,
    config: configMethod,
    resource_type: resourceTypeMethod,
    test_name:
      ({ value }) =>
      (node) => {
        if (node.resourceType === "unit_test") return fnmatch(node.name, value);
        return (
          node.resourceType === "test" &&
          node.testMetadata !== undefined &&
          fnmatch(node.testMetadata.name, value)
        );
      },
    test_type: testTypeMethod,
    version: versionMethod,
    source: sourceMethod,
    exposure: namedMethod("exposure"),
    metric: namedMethod("metric"),
    semantic_model: namedMethod("semantic_model"),
    saved_query: namedMethod("saved_query"),
    unit_test: namedMethod("unit_test"),
    state: stateMethod,
    result: resultMethod,
    source_status: sourceStatusMethod,
  } satisfies Record<string, Method>),
);

/** A node is in a path by its file, by the YAML that describes it, or by any folder above its file. */
function pathMethod({ value }: Criterion): Test {
  const pattern = value
    .replaceAll(/[\\/]+/g, "/")
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/$/, "")
    // A set's negation as picomatch writes it.
    .replaceAll("[!", "[^");
  // Braces, negation and extended globs are not dbt's.
  const isMatch = picomatch(pattern, { dot: true, nobrace: true, nonegate: true, noextglob: true });
  return (node) => {
    if (node.patchPath !== undefined && isMatch(node.patchPath)) return true;
    const parts = node.originalFilePath.split("/");
    return parts.some((_, index) => isMatch(parts.slice(0, index + 1).join("/")));
  };
}

function fileTest(value: string): Test {
  return (node) => {
    const name = node.originalFilePath.split("/").at(-1) ?? "";
    return fnmatch(name, value) || fnmatch(name.replace(/\.[^.]*$/, ""), value);
  };
}

function packageMethod({ value }: Criterion, { graph }: SelectContext): Test {
  const name = value === "this" ? (graph.manifest.metadata.projectName ?? value) : value;
  return (node) => fnmatch(node.packageName, name);
}

/** dbt looks into the configs of code and sources only. */
function configMethod({ arguments: path, value, text }: Criterion): Test {
  if (path.length === 0)
    throw selectorSyntaxError(text, "config needs a key, as in config.materialized:table");
  const ignoresCase = path.length === 1 && path[0] === "severity";
  return (node) => {
    if (!isCode(node) && node.resourceType !== "source") return false;
    const found = valueAt(configOf(node), path);
    return Array.isArray(found)
      ? found.some((element) => isValue(element, value))
      : isValue(found, value, ignoresCase);
  };
}

/** The configs with meta and tags from both places where they can be. */
function configOf(node: ProjectNode): JsonObject {
  return { ...nonEmptyConfig(node.config), meta: node.meta, tags: node.tags };
}

function valueAt(config: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = config;
  for (const key of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    // An object of JSON, as it is no list.
    value = (value as JsonObject)[key];
  }
  return value;
}

/** dbt compares texts with texts, and booleans with "true" and "false" in any case; numbers equal nothing. */
function isValue(found: Json | undefined, value: string, ignoresCase = false): boolean {
  if (typeof found === "boolean") return String(found) === value.toLowerCase();
  if (typeof found !== "string") return false;
  return ignoresCase ? found.toLowerCase() === value.toLowerCase() : found === value;
}

/** What dbt keeps under `nodes` in its manifest; its functions lie apart. */
function isCode(node: ProjectNode): boolean {
  return "rawCode" in node && node.resourceType !== "function";
}

function resourceTypeMethod({ value, text }: Criterion): Test {
  if (!resourceTypes.includes(value)) {
    throw selectorSyntaxError(text, `expected one of ${resourceTypes.join(", ")}`);
  }
  return (node) => node.resourceType === value;
}

function testTypeMethod({ value, text }: Criterion): Test {
  switch (value) {
    case "generic":
    case "schema":
      return (node) => node.resourceType === "test" && node.kind === "generic";
    case "singular":
      return (node) => node.resourceType === "test" && node.kind === "singular";
    case "data":
      return (node) => node.resourceType === "test";
    case "unit":
      return (node) => node.resourceType === "unit_test";
    default:
      throw selectorSyntaxError(text, "expected one of generic, singular, data, unit");
  }
}

function versionMethod({ value, text }: Criterion): Test {
  const compare = (node: ProjectNode): number | undefined => {
    if (node.resourceType !== "model" || node.version === undefined || node.latestVersion === undefined)
      return undefined;
    return compareVersions(node.version, node.latestVersion);
  };
  switch (value) {
    case "latest":
      return (node) => compare(node) === 0;
    case "prerelease":
      return (node) => (compare(node) ?? 0) > 0;
    case "old":
      return (node) => (compare(node) ?? 0) < 0;
    case "none":
      return (node) => node.resourceType === "model" && node.version === undefined;
    default:
      throw selectorSyntaxError(text, "expected one of latest, prerelease, old, none");
  }
}

/** `source`, `source.table` or `package.source.table`. */
function sourceMethod({ value, text }: Criterion): Test {
  const parts = value.split(".");
  if (parts.length > 3)
    throw selectorSyntaxError(text, "expected source, source.table or package.source.table");
  const [first = "*", second = "*", third = "*"] = parts;
  const [packageName, source, table] = parts.length === 3 ? [first, second, third] : ["*", first, second];
  return (node) =>
    node.resourceType === "source" &&
    fnmatch(node.packageName, packageName) &&
    fnmatch(node.sourceName, source) &&
    fnmatch(node.name, table);
}

/** `name` or `package.name`. */
function namedMethod(resourceType: string): Method {
  return ({ value, text }) => {
    const parts = value.split(".");
    if (parts.length > 2) throw selectorSyntaxError(text, "expected name or package.name");
    const [packageName, name] = parts.length === 2 ? parts : ["*", value];
    return (node) =>
      node.resourceType === resourceType &&
      fnmatch(node.packageName, packageName ?? "*") &&
      fnmatch(node.name, name ?? "*");
  };
}

function resultMethod({ value, text }: Criterion, { results }: SelectContext): Test {
  if (results === undefined) throw needsResultsError(text);
  const ids = new Set(
    results.results.filter((result) => result.status === value).map((result) => result.uniqueId),
  );
  return (node) => ids.has(node.uniqueId);
}
