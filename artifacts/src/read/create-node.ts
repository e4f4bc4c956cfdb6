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
import type { NodeInput } from "./resource-node.ts";

const CREATORS: Readonly<Record<ResourceType, (input: NodeInput) => ProjectNode>> = {
  model: (input) => new ModelNode(input),
  seed: (input) => new SeedNode(input),
  snapshot: (input) => new SnapshotNode(input),
  test: (input) => new DataTestNode(input),
  function: (input) => new SqlFunctionNode(input),
  source: (input) => new SourceNode(input),
  exposure: (input) => new ExposureNode(input),
  metric: (input) => new MetricNode(input),
  semantic_model: (input) => new SemanticModelNode(input),
  saved_query: (input) => new SavedQueryNode(input),
  unit_test: (input) => new UnitTestNode(input),
  analysis: (input) => new OtherCodeNode(input, "analysis"),
  operation: (input) => new OtherCodeNode(input, "operation"),
  sql_operation: (input) => new OtherCodeNode(input, "sql_operation"),
  rpc: (input) => new OtherCodeNode(input, "rpc"),
};

export function isResourceType(type: string): type is ResourceType {
  return Object.hasOwn(CREATORS, type);
}

export function createNode(type: ResourceType, input: NodeInput): ProjectNode {
  return CREATORS[type](input);
}
