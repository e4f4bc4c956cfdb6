/**
 * What of a node dbt compares: its classes' `same_…` methods (dbt-core, dbt/contracts/graph/nodes.py), which mean the
 * same from dbt 1.5 to 1.12.
 */
import { nonEmptyConfig } from "../non-empty-config.ts";
import { isSameData } from "../same-data.ts";
import type { ProjectGraph } from "../types/graph.ts";
import type {
  CodeNode,
  Exposure,
  Model,
  NodeOf,
  ProjectNode,
  ResourceType,
  SavedQuery,
  SemanticModel,
  Source,
} from "../types/nodes.ts";
import type { Json, JsonObject } from "../types/resource.ts";
import type { StateKind } from "../types/state.ts";
import { hasSameContract } from "./contract-breaks.ts";

/** True for each kind that differs. */
type Differences = Partial<Record<StateKind, boolean>>;

/** The configs of a node that are compared. */
type ConfigsOf = (node: ProjectNode) => JsonObject;

type Comparers = {
  readonly [T in ResourceType]: (base: NodeOf<T>, head: NodeOf<T>, configsOf: ConfigsOf) => Differences;
};

/** Makes a function that gives what differs between a node of the base and head's. */
export function nodeComparer(
  base: ProjectGraph,
  head: ProjectGraph,
): (baseNode: ProjectNode, headNode: ProjectNode) => readonly StateKind[] {
  const configsOf: ConfigsOf =
    writesUnrendered(base) && writesUnrendered(head)
      ? (node) => node.config.unrendered
      : (node) => nonEmptyConfig(node.config);
  return (baseNode, headNode) => {
    // An id begins with the type, so this is a damaged manifest.
    if (baseNode.resourceType !== headNode.resourceType) return ["definition"];
    // Both nodes have the type that the comparer was found by.
    const compare = comparers[headNode.resourceType] as (
      base: ProjectNode,
      head: ProjectNode,
      configsOf: ConfigsOf,
    ) => Differences;
    const differences = compare(baseNode, headNode, configsOf);
    // The keys of Differences are kinds.
    return (Object.keys(differences) as StateKind[]).filter((kind) => differences[kind]);
  };
}

/** dbt compares configs as they are written, before Jinja; where a manifest has none, the rendered ones are left. */
function writesUnrendered({ nodes }: ProjectGraph): boolean {
  return nodes.some((node) => Object.keys(node.config.unrendered).length > 0);
}

const comparers: Comparers = {
  model: (base, head, configsOf) => ({
    ...compareCode(base, head, configsOf),
    contract: !hasSameContract(base, head),
    interface: !hasSameInterface(base, head),
  }),
  seed: (base, head, configsOf) => ({
    ...compareCode(base, head, configsOf),
    // A seed's text is not in the manifest. That of a large one is known by its path only, which dbt takes for the same.
    body: base.checksum.name === "none" || !isSameData(base.checksum, head.checksum),
  }),
  snapshot: compareCode,
  analysis: compareCode,
  operation: compareCode,
  sql_operation: compareCode,
  rpc: compareCode,
  function: (base, head, configsOf) => ({
    ...compareCode(base, head, configsOf),
    definition: !isSameData(base.arguments, head.arguments) || !isSameData(base.returns, head.returns),
  }),
  test: (base, head, configsOf) => ({
    body: base.rawCode !== head.rawCode,
    configs: differsIn(configsOf(base), configsOf(head), testConfigs),
    relation: differsIn(configsOf(base), configsOf(head), relationConfigs),
    fqn: hasOtherFqn(base, head),
  }),
  source: (base, head, configsOf) => ({
    configs: hasOtherConfigs(configsOf(base), configsOf(head)),
    relation:
      base.relation.database !== head.relation.database ||
      base.relation.schema !== head.relation.schema ||
      base.relation.identifier !== head.relation.identifier,
    fqn: hasOtherFqn(base, head),
    definition: !isSameSource(base, head),
  }),
  exposure: (base, head, configsOf) => ({
    configs: hasOtherConfigs(configsOf(base), configsOf(head)),
    fqn: hasOtherFqn(base, head),
    definition: !isSameExposure(base, head),
  }),
  // dbt does not look at a metric's filter and parameters.
  metric: (base, head, configsOf) => ({
    configs: hasOtherConfigs(configsOf(base), configsOf(head), groupConfig),
    definition: base.type !== head.type || base.label !== head.label || base.description !== head.description,
  }),
  semantic_model: (base, head) => ({
    configs: !isSameData(nonEmptyConfig(base.config), nonEmptyConfig(head.config)),
    definition: !isSameSemanticModel(base, head),
  }),
  saved_query: (base, head) => ({
    configs: !isSameData(nonEmptyConfig(base.config), nonEmptyConfig(head.config)),
    definition: !isSameSavedQuery(base, head),
  }),
  unit_test: (base, head) => ({ definition: base.checksum !== head.checksum }),
};

function compareCode(base: CodeNode, head: CodeNode, configsOf: ConfigsOf): Differences {
  return {
    body: base.rawCode !== head.rawCode,
    configs: hasOtherConfigs(configsOf(base), configsOf(head), nodeConfigsLeftOut),
    persisted_descriptions: hasOtherPersistedDescriptions(base, head),
    relation: differsIn(configsOf(base), configsOf(head), relationConfigs),
    fqn: hasOtherFqn(base, head),
  };
}

/** The configured names, not those that a target makes of them. */
const relationConfigs = ["database", "schema", "alias"];
const nodeConfigsLeftOut = new Set([...relationConfigs, "tags", "group"]);
const groupConfig = new Set(["group"]);
const testConfigs = [
  "severity",
  "where",
  "limit",
  "fail_calc",
  "warn_if",
  "error_if",
  "store_failures",
  "store_failures_as",
];

function hasOtherConfigs(
  base: JsonObject,
  head: JsonObject,
  leftOut: ReadonlySet<string> = new Set(),
): boolean {
  const keys = [...Object.keys(base), ...Object.keys(head)].filter((key) => !leftOut.has(key));
  return differsIn(base, head, keys);
}

function differsIn(base: JsonObject, head: JsonObject, keys: readonly string[]): boolean {
  return keys.some((key) => !isSameData(base[key], head[key]));
}

function hasOtherFqn(base: ProjectNode, head: ProjectNode): boolean {
  return !isSameData(base.fqn, head.fqn);
}

/** Head decides what is persisted: that it persists more or less than the base is a change of configs. */
function hasOtherPersistedDescriptions(base: CodeNode, head: CodeNode): boolean {
  const { relation, columns } = head.config.persistDocs;
  if (relation && base.description !== head.description) return true;
  return columns && !isSameData(columnDescriptions(base), columnDescriptions(head));
}

function columnDescriptions({ columns }: CodeNode): JsonObject {
  return Object.fromEntries(columns.map(({ name, description }) => [name, description]));
}

function hasSameInterface(base: Model, head: Model): boolean {
  return (
    base.latestVersion === head.latestVersion &&
    base.access === head.access &&
    base.deprecationDate === head.deprecationDate
  );
}

function isSameSource(base: Source, head: Source): boolean {
  return (
    isSameData(base.relation.quoting, head.relation.quoting) &&
    isSameData(base.freshness, head.freshness) &&
    base.loadedAtField === head.loadedAtField &&
    isSameData(base.external, head.external)
  );
}

function isSameExposure(base: Exposure, head: Exposure): boolean {
  return (
    base.type === head.type &&
    isSameData(base.owner, head.owner) &&
    base.maturity === head.maturity &&
    base.url === head.url &&
    base.description === head.description &&
    base.label === head.label &&
    isSameData(dependencies(base), dependencies(head))
  );
}

function dependencies({ dependsOn }: Exposure): readonly string[] {
  return [...new Set(dependsOn.nodes)].toSorted();
}

function isSameSemanticModel(base: SemanticModel, head: SemanticModel): boolean {
  return (
    base.model === head.model &&
    base.description === head.description &&
    base.primaryEntity === head.primaryEntity &&
    base.group === head.group &&
    isSameData(base.defaults, head.defaults) &&
    isSameData(base.entities, head.entities) &&
    isSameData(base.dimensions, head.dimensions) &&
    isSameData(base.measures, head.measures)
  );
}

function isSameSavedQuery(base: SavedQuery, head: SavedQuery): boolean {
  return (
    !differsIn(base.queryParams, head.queryParams, ["metrics", "group_by", "where"]) &&
    base.description === head.description &&
    base.label === head.label &&
    base.group === head.group &&
    isSameData(base.tags, head.tags) &&
    isSameData(base.exports.map(exportState), head.exports.map(exportState))
  );
}

/** dbt compares an export's name and three of its configs, as they are written; before dbt 1.9 as they are rendered. */
function exportState({ name, unrendered_config: written, config: rendered }: JsonObject): JsonObject {
  const configs = written ?? rendered;
  if (typeof configs !== "object" || configs === null || isList(configs)) return { name: name ?? null };
  const { export_as: exportAs, schema, schema_name: schemaName, alias } = configs;
  return {
    name: name ?? null,
    exportAs: exportAs ?? null,
    schema: schema ?? schemaName ?? null,
    alias: alias ?? null,
  };
}

/** Array.isArray does not tell a readonly list from an object. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
