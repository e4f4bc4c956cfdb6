import { nonEmptyConfig } from "@headwater/artifacts";
import type { Column, DataTest, Json, JsonObject, ProjectNode } from "@headwater/artifacts";

import type { RuleContext } from "../rule.ts";

/** What is listed under a node, by the name of its CEL type, and its fields. */
export const listedTypes = {
  Column: { name: "string", description: "string", data_type: "dyn", tags: "list<string>", meta: "map" },
  Test: {
    name: "string",
    namespace: "dyn",
    column_name: "dyn",
    severity: "string",
    arguments: "map",
  },
  Neighbour: { name: "string", unique_id: "string", resource_type: "string", layer: "string" },
} as const;

/** What an expression sees of a node, and the CEL type of each part; "dyn" where it can be null. */
export const expressionFields = {
  name: "string",
  unique_id: "string",
  resource_type: "string",
  package_name: "string",
  path: "string",
  layer: "string",
  description: "string",
  tags: "list<string>",
  meta: "map",
  config: "map",
  materialized: "dyn",
  access: "dyn",
  group: "dyn",
  owner: "dyn",
  contract_enforced: "bool",
  version: "dyn",
  sql: "string",
  columns: "list<Column>",
  tests: "list<Test>",
  unit_tests: "list<string>",
  parents: "list<Neighbour>",
  children: "list<Neighbour>",
} as const;

export type ExpressionNode = Readonly<Record<keyof typeof expressionFields, unknown>>;

/** A node for expressions, under dbt's names; what costs something is read only when it is asked for. */
export function expressionNode(node: ProjectNode, context: RuleContext): ExpressionNode {
  const { graph } = context;
  const neighbour = (other: ProjectNode) => ({
    name: other.name,
    unique_id: other.uniqueId,
    resource_type: other.resourceType,
    layer: context.layerOf(other),
  });
  const isModel = node.resourceType === "model";
  return {
    name: node.name,
    unique_id: node.uniqueId,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.originalFilePath,
    layer: context.layerOf(node),
    description: node.description,
    tags: node.tags,
    meta: node.meta,
    get config() {
      return nonEmptyConfig(node.config);
    },
    materialized: node.config.materialized ?? null,
    access: isModel ? node.access : null,
    group: node.group ?? null,
    contract_enforced: isModel && node.contract.enforced,
    version: isModel ? (node.version ?? null) : null,
    get owner() {
      const owner = graph.ownerOf(node);
      return owner?.name ?? owner?.emails[0] ?? null;
    },
    get sql() {
      return "rawCode" in node ? node.rawCode : "";
    },
    get columns() {
      return "columns" in node ? node.columns.map(columnValue) : [];
    },
    get tests() {
      return graph.testsOf(node.uniqueId).map(testValue);
    },
    get unit_tests() {
      return graph.unitTestsOf(node.uniqueId).map((test) => test.name);
    },
    get parents() {
      return graph.parents(node.uniqueId).map(neighbour);
    },
    get children() {
      return graph.children(node.uniqueId).map(neighbour);
    },
  };
}

function columnValue(column: Column): JsonObject {
  const { name, description, tags, meta } = column;
  return { name, description, data_type: column.dataType ?? null, tags, meta };
}

function testValue(test: DataTest): JsonObject {
  return {
    name: test.testMetadata?.name ?? test.name,
    namespace: test.testMetadata?.namespace ?? null,
    column_name: test.columnName ?? null,
    severity: test.severity,
    arguments: test.testMetadata?.arguments ?? {},
  };
}

/** Fills `{name}` and longer paths such as `{meta.team}` into a message; what is not there stays as it is written. */
export function fillMessage(template: string, node: ExpressionNode): string {
  return template.replaceAll(/\{([a-z_]+(?:\.[\w-]+)*)\}/g, (written, path: string) => {
    let value: unknown = node;
    for (const step of path.split(".")) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return written;
      // An object's own key, as was just checked.
      value = (value as Record<string, Json>)[step];
    }
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}
