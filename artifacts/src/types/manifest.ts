import type { ProjectNode } from "./nodes.ts";
import type { DependsOn, JsonObject, NodeId, Owner } from "./resource.ts";

export interface ManifestMetadata {
  /** 7 to 12 for dbt-core, up to 20 for dbt 2. */
  readonly schemaVersion: number;
  readonly dbtVersion: string;
  readonly generatedAt: string | undefined;
  readonly invocationId: string | undefined;
  /** The root project; worked out from the nodes where the manifest does not say it (before dbt 1.6). */
  readonly projectName: string | undefined;
  /** "snowflake", "duckdb" …; undefined where the manifest does not say it. */
  readonly adapterType: string | undefined;
}

export interface MacroArgument {
  readonly name: string;
  readonly type: string | undefined;
  readonly description: string;
}

export interface Macro {
  readonly uniqueId: NodeId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly patchPath: string | undefined;
  readonly description: string;
  readonly meta: JsonObject;
  readonly arguments: readonly MacroArgument[];
  readonly dependsOn: DependsOn;
  /** The macro's text, decoded when it is asked for. */
  readonly macroSql: string;
}

export interface Group {
  readonly uniqueId: NodeId;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly description: string;
  readonly meta: JsonObject;
  readonly owner: Owner;
}

/** A manifest, normalised: the same project gives the same data from dbt 1.3 to dbt 2, as far as that version knew it. */
export interface Manifest {
  readonly metadata: ManifestMetadata;
  /** Every enabled node of every package: the manifest's nodes, sources, exposures, metrics, semantic models, saved queries, unit tests and functions. */
  readonly nodes: ReadonlyMap<NodeId, ProjectNode>;
  /** Nodes that `enabled: false` took out of the graph. An id can occur more than once. */
  readonly disabled: readonly ProjectNode[];
  readonly macros: ReadonlyMap<NodeId, Macro>;
  /** By name. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Resource types that this reader does not know and therefore left out; empty for every released dbt version. */
  readonly unknownResourceTypes: readonly string[];
  /** The selectors of selectors.yml by name, as dbt wrote them. */
  readonly selectors: ReadonlyMap<string, JsonObject>;
}
