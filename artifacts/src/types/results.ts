import type { JsonObject, NodeId } from "./resource.ts";

export interface ArtifactMetadata {
  readonly schemaVersion: number;
  readonly dbtVersion: string;
  readonly generatedAt: string | undefined;
  readonly invocationId: string | undefined;
}

/** "runtime error" occurs for sources only, "partial success" for microbatch models. */
export type RunStatus =
  | "success"
  | "error"
  | "skipped"
  | "pass"
  | "fail"
  | "warn"
  | "partial success"
  | "no-op"
  | "runtime error";

export interface RunResult {
  readonly uniqueId: NodeId;
  /** One of `RunStatus`; a status that dbt adds later comes through as it is. */
  readonly status: RunStatus | (string & {});
  readonly executionTimeSeconds: number;
  readonly message: string | undefined;
  /** Failing rows of a test; undefined for what is not a test. */
  readonly failures: number | undefined;
  readonly relationName: string | undefined;
  readonly timing: readonly Timing[];
  readonly adapterResponse: JsonObject;
}

export interface Timing {
  /** "compile" or "execute". */
  readonly name: string;
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
}

export interface RunResults {
  readonly metadata: ArtifactMetadata;
  readonly elapsedTimeSeconds: number;
  readonly results: readonly RunResult[];
  /** The invocation's arguments, e.g. `args["which"]` is "build". */
  readonly args: JsonObject;
}

export interface CatalogColumn {
  /** As the warehouse spells it. */
  readonly name: string;
  readonly type: string;
  /** From 1. */
  readonly index: number;
  readonly comment: string | undefined;
}

export interface CatalogTable {
  readonly uniqueId: NodeId;
  readonly database: string | undefined;
  readonly schema: string;
  readonly name: string;
  /** "BASE TABLE", "VIEW" … as the adapter says it. */
  readonly type: string;
  readonly comment: string | undefined;
  readonly owner: string | undefined;
  /** In the order of `index`. */
  readonly columns: readonly CatalogColumn[];
}

export interface Catalog {
  readonly metadata: ArtifactMetadata;
  /** Models, seeds, snapshots and sources together, by id. */
  readonly tables: ReadonlyMap<NodeId, CatalogTable>;
  /** What the catalog's own queries could not read. */
  readonly errors: readonly string[];
}

export interface SourceFreshness {
  readonly uniqueId: NodeId;
  readonly status: "pass" | "warn" | "error" | "runtime error" | (string & {});
  /** The next three are undefined for a runtime error. */
  readonly maxLoadedAt: string | undefined;
  readonly snapshottedAt: string | undefined;
  readonly ageSeconds: number | undefined;
  /** The message of a runtime error. */
  readonly error: string | undefined;
}

/** The file sources.json of `dbt source freshness`. */
export interface SourceResults {
  readonly metadata: ArtifactMetadata;
  readonly results: readonly SourceFreshness[];
}
