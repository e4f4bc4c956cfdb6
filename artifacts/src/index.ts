export { compareVersions } from "./compare-versions.ts";
export { ArtifactError } from "./errors.ts";
export type { ArtifactErrorCode } from "./errors.ts";
export { buildProjectGraph } from "./graph/build-project-graph.ts";
export { openPositions } from "./position/open-positions.ts";
export type { Placed, Position, Positions } from "./position/types.ts";
export { parseCatalog, readCatalog } from "./read/read-catalog.ts";
export { parseManifest, readManifest } from "./read/read-manifest.ts";
export type { ManifestOptions } from "./read/read-manifest.ts";
export { parseRunResults, readRunResults } from "./read/read-run-results.ts";
export { parseSources, readSources } from "./read/read-sources.ts";
export { nonEmptyConfig } from "./non-empty-config.ts";
export { selectNodes } from "./select/select-nodes.ts";
export type { SelectOptions } from "./select/select-nodes.ts";
export { compareState } from "./state/compare-state.ts";
export { columnBreaks, contractBreaks, isContractBrokenByRemoval } from "./state/contract-breaks.ts";
export { stateMatcher } from "./state/state-matcher.ts";
export type { StateValue } from "./state/state-matcher.ts";
export type { ProjectGraph } from "./types/graph.ts";
export type { Group, Macro, MacroArgument, Manifest, ManifestMetadata } from "./types/manifest.ts";
export type {
  Access,
  CodeNode,
  DataTest,
  Exposure,
  Metric,
  Model,
  NodeOf,
  OtherCode,
  ProjectNode,
  ResourceType,
  SavedQuery,
  Seed,
  SemanticModel,
  Snapshot,
  Source,
  SqlFunction,
  TestMetadata,
  UnitTest,
} from "./types/nodes.ts";
export type {
  Checksum,
  Column,
  Constraint,
  Contract,
  DependsOn,
  Freshness,
  Json,
  JsonObject,
  NodeConfig,
  NodeId,
  Owner,
  Quoting,
  RefCall,
  Relation,
  SourceCall,
  Threshold,
} from "./types/resource.ts";
export type {
  ArtifactMetadata,
  Catalog,
  CatalogColumn,
  CatalogTable,
  RunResult,
  RunResults,
  RunStatus,
  SourceFreshness,
  SourceResults,
  Timing,
} from "./types/results.ts";
export type { ContractBreak, Rename, StateComparison, StateKind } from "./types/state.ts";
