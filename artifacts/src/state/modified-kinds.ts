import { isSameData } from "../same-data.ts";
import type {
  CodeNode,
  DataTest,
  Exposure,
  Metric,
  ProjectNode,
  SavedQuery,
  SemanticModel,
  Source,
} from "../types/nodes.ts";
import type { JsonObject } from "../types/resource.ts";
import type { ModifiedKind } from "../types/state.ts";
import { isSameContract } from "./contract-breaks.ts";

/** Configs of a node that dbt does not count as a change: they show in the relation, or nowhere. */
const UNCOUNTED_NODE_CONFIGS = new Set(["alias", "schema", "database", "tags", "group"]);
const UNCOUNTED_DEFINITION_CONFIGS = new Set(["group"]);
const NONE: ReadonlySet<string> = new Set();

/**
 * In what `head` differs from `base`, by the rules of dbt's state:modified (its same_contents and what that calls), macros
 * aside. The two are of one resource type.
 */
export function modifiedKinds(base: ProjectNode, head: ProjectNode): Set<ModifiedKind> {
  const kinds = new Set<ModifiedKind>();
  // Nodes that a base shares with head differ in nothing.
  if (base === head) return kinds;
  if (!isSameData(base.fqn, head.fqn) && countsFqn(head)) kinds.add("fqn");
  switch (head.resourceType) {
    case "test":
      if (base.resourceType === "test") addTestKinds(base, head, kinds);
      break;
    case "source":
      if (base.resourceType === "source") addSourceKinds(base, head, kinds);
      break;
    case "exposure":
      if (!isSameConfig(base, head, NONE)) kinds.add("configs");
      if (base.resourceType === "exposure" && !isSameExposure(base, head)) kinds.add("definition");
      break;
    case "metric":
      if (!isSameConfig(base, head, UNCOUNTED_DEFINITION_CONFIGS)) kinds.add("configs");
      if (base.resourceType === "metric" && !isSameMetric(base, head)) kinds.add("definition");
      break;
    case "semantic_model":
      if (!isSameData(base.config.values, head.config.values)) kinds.add("configs");
      if (base.resourceType === "semantic_model" && !isSameSemanticModel(base, head)) kinds.add("definition");
      break;
    case "saved_query":
      if (!isSameData(base.config.values, head.config.values)) kinds.add("configs");
      if (base.resourceType === "saved_query" && !isSameSavedQuery(base, head)) kinds.add("definition");
      break;
    case "unit_test":
      if (base.resourceType === "unit_test" && base.checksum !== head.checksum) kinds.add("definition");
      break;
    default:
      if (isCode(base)) addCodeKinds(base, head, kinds);
  }
  return kinds;
}

/** dbt compares the fqn of code, sources and exposures only. */
function countsFqn(node: ProjectNode): boolean {
  return (
    node.resourceType === "source" ||
    node.resourceType === "exposure" ||
    node.resourceType === "test" ||
    isCode(node)
  );
}

function isCode(node: ProjectNode): node is CodeNode {
  return "rawCode" in node && node.resourceType !== "test";
}

function addCodeKinds(base: CodeNode, head: CodeNode, kinds: Set<ModifiedKind>): void {
  if (!isSameBody(base, head)) kinds.add("body");
  if (!isSameConfig(base, head, UNCOUNTED_NODE_CONFIGS)) kinds.add("configs");
  if (!isSamePersistedDescription(base, head)) kinds.add("persisted_descriptions");
  if (!isSameConfiguredRelation(base, head)) kinds.add("relation");
  if (base.resourceType === "model" && head.resourceType === "model") {
    if (!isSameContract(base, head)) kinds.add("contract");
    const isSameReference =
      base.access === head.access &&
      base.latestVersion === head.latestVersion &&
      base.deprecationDate === head.deprecationDate;
    if (!isSameReference) kinds.add("reference");
  }
  if (base.resourceType === "function" && head.resourceType === "function") {
    if (!isSameData([base.arguments, base.returns], [head.arguments, head.returns])) kinds.add("definition");
  }
}

/** A generic test's body is a call of its macro, and differs only together with its configs. */
function addTestKinds(base: DataTest, head: DataTest, kinds: Set<ModifiedKind>): void {
  if (!isSameConfig(base, head, UNCOUNTED_NODE_CONFIGS)) kinds.add("configs");
  if (base.rawCode !== head.rawCode) kinds.add("body");
  if (head.kind === "singular" && !isSameConfiguredRelation(base, head)) kinds.add("relation");
}

function addSourceKinds(base: Source, head: Source, kinds: Set<ModifiedKind>): void {
  if (!isSameConfig(base, head, NONE)) kinds.add("configs");
  const isSameRelation =
    base.relation.database === head.relation.database &&
    base.relation.schema === head.relation.schema &&
    base.relation.identifier === head.relation.identifier;
  if (!isSameRelation) kinds.add("relation");
  const isSameDefinition =
    isSameData(base.relation.quoting, head.relation.quoting) &&
    isSameData(base.freshness, head.freshness) &&
    base.loadedAtField === head.loadedAtField &&
    isSameData(base.external, head.external);
  if (!isSameDefinition) kinds.add("definition");
}

function isSameBody(base: CodeNode, head: CodeNode): boolean {
  if (head.resourceType !== "seed") return base.rawCode === head.rawCode;
  // A seed over 1 MB has its path for a checksum; one without any is always different.
  return head.checksum.name !== "none" && isSameData(base.checksum, head.checksum);
}

/** dbt compares configs as they are written in the project, before Jinja is rendered. */
function isSameConfig(base: ProjectNode, head: ProjectNode, uncounted: ReadonlySet<string>): boolean {
  return isSameData(without(base.config.unrendered, uncounted), without(head.config.unrendered, uncounted));
}

function without(configs: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(configs).filter(([key]) => !keys.has(key)));
}

/** Descriptions count where they are written to the warehouse. */
function isSamePersistedDescription(base: CodeNode, head: CodeNode): boolean {
  const { persistDocs } = head.config;
  if (persistDocs.relation && base.description !== head.description) return false;
  return !persistDocs.columns || isSameData(columnDescriptions(base), columnDescriptions(head));
}

function columnDescriptions(node: CodeNode): JsonObject {
  return Object.fromEntries(node.columns.map((column) => [column.name, column.description]));
}

/** As configured, not as rendered: another target or developer schema is no change. */
function isSameConfiguredRelation(base: ProjectNode, head: ProjectNode): boolean {
  return ["database", "schema", "alias"].every((key) =>
    isSameData(base.config.unrendered[key] ?? null, head.config.unrendered[key] ?? null),
  );
}

function isSameExposure(base: Exposure, head: Exposure): boolean {
  const parts = (exposure: Exposure): unknown => [
    exposure.type,
    exposure.owner,
    exposure.maturity,
    exposure.url,
    exposure.description,
    exposure.label,
    [...exposure.dependsOn.nodes].sort(),
  ];
  return isSameData(parts(base), parts(head));
}

/** dbt leaves a metric's filter and parameters out. */
function isSameMetric(base: Metric, head: Metric): boolean {
  return base.type === head.type && base.description === head.description && base.label === head.label;
}

function isSameSemanticModel(base: SemanticModel, head: SemanticModel): boolean {
  const parts = (semantic: SemanticModel): unknown => [
    semantic.model,
    semantic.description,
    semantic.defaults,
    semantic.entities,
    semantic.dimensions,
    semantic.measures,
    semantic.primaryEntity,
    semantic.group,
  ];
  return isSameData(parts(base), parts(head));
}

function isSameSavedQuery(base: SavedQuery, head: SavedQuery): boolean {
  const parts = (query: SavedQuery): unknown => [
    query.queryParams["metrics"] ?? null,
    query.queryParams["group_by"] ?? null,
    query.queryParams["where"] ?? null,
    query.description,
    query.label,
    query.group,
    query.exports,
    query.tags,
  ];
  return isSameData(parts(base), parts(head));
}
