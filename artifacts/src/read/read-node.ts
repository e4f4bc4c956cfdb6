import type { ProjectNode, ResourceType } from "../types/nodes.ts";
import {
  DataTestNode,
  ModelNode,
  OtherCodeNode,
  SeedNode,
  SnapshotNode,
  SqlFunctionNode,
} from "./code-nodes.ts";
import {
  ExposureNode,
  MetricNode,
  SavedQueryNode,
  SemanticModelNode,
  SourceNode,
  UnitTestNode,
} from "./definition-nodes.ts";
import type { NodeEntry } from "./resource-node.ts";

const READERS: Readonly<Record<ResourceType, (entry: NodeEntry) => ProjectNode>> = {
  model: (entry) => new ModelNode(entry),
  seed: (entry) => new SeedNode(entry),
  snapshot: (entry) => new SnapshotNode(entry),
  test: (entry) => new DataTestNode(entry),
  function: (entry) => new SqlFunctionNode(entry),
  source: (entry) => new SourceNode(entry),
  exposure: (entry) => new ExposureNode(entry),
  metric: (entry) => new MetricNode(entry),
  semantic_model: (entry) => new SemanticModelNode(entry),
  saved_query: (entry) => new SavedQueryNode(entry),
  unit_test: (entry) => new UnitTestNode(entry),
  analysis: (entry) => new OtherCodeNode(entry, "analysis"),
  operation: (entry) => new OtherCodeNode(entry, "operation"),
  sql_operation: (entry) => new OtherCodeNode(entry, "sql_operation"),
  rpc: (entry) => new OtherCodeNode(entry, "rpc"),
};

export function isResourceType(type: string): type is ResourceType {
  return Object.hasOwn(READERS, type);
}

export function readNode(type: ResourceType, entry: NodeEntry): ProjectNode {
  return READERS[type](entry);
}
