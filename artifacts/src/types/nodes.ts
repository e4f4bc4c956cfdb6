import type {
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
  RefCall,
  Relation,
  SourceCall,
} from "./resource.ts";

/** What every resource of the graph has. Paths use forward slashes and are relative to the project's root. */
interface ResourceBase {
  readonly uniqueId: NodeId;
  readonly name: string;
  /** The dbt package (project) that owns the resource. */
  readonly packageName: string;
  /** Path below the resource folder, e.g. "staging/stg_orders.sql". */
  readonly path: string;
  /** Path below the project (or package) root, e.g. "models/staging/stg_orders.sql". */
  readonly originalFilePath: string;
  /** The YAML file that describes the resource; undefined where none does. For sources and exposures it is `originalFilePath`. */
  readonly patchPath: string | undefined;
  readonly fqn: readonly string[];
  readonly description: string;
  /** From the resource itself and from its config, without repeats. */
  readonly tags: readonly string[];
  /** From the resource itself and from its config; config wins on equal keys. */
  readonly meta: JsonObject;
  readonly config: NodeConfig;
  /** The group's name, from either place dbt has had it. */
  readonly group: string | undefined;
  readonly dependsOn: DependsOn;
}

/** What is written as a file of code: models, seeds, snapshots, tests, analyses … */
interface CodeBase extends ResourceBase {
  readonly relation: Relation;
  readonly checksum: Checksum;
  /** Jinja-SQL (or Python) before rendering; "" for seeds. */
  readonly rawCode: string;
  readonly language: string;
  readonly refs: readonly RefCall[];
  readonly sourceCalls: readonly SourceCall[];
  /** In the manifest's order, which is the YAML's. */
  readonly columns: readonly Column[];
}

export type Access = "private" | "protected" | "public";

export interface Model extends CodeBase {
  readonly resourceType: "model";
  readonly access: Access;
  readonly contract: Contract;
  /** Model-level constraints; a column's are at the column. */
  readonly constraints: readonly Constraint[];
  /** "2" for `v: 2`; undefined for a model without versions. */
  readonly version: string | undefined;
  readonly latestVersion: string | undefined;
  /** ISO date or timestamp as dbt wrote it. */
  readonly deprecationDate: string | undefined;
  /** dbt's own guess from constraints and tests; empty before dbt 1.8. */
  readonly primaryKey: readonly string[];
  /** The semantic layer takes its dates from this model: its YAML says `time_spine`, or its name does, as before dbt 1.9. */
  readonly isTimeSpine: boolean;
}

export interface Seed extends CodeBase {
  readonly resourceType: "seed";
}

export interface Snapshot extends CodeBase {
  readonly resourceType: "snapshot";
}

/** An analysis, a hook or an operation: code that builds no relation and has no children. */
export interface OtherCode extends CodeBase {
  readonly resourceType: "analysis" | "operation" | "sql_operation" | "rpc";
}

/** A user-defined function of dbt 1.11 and later. */
export interface SqlFunction extends CodeBase {
  readonly resourceType: "function";
  /** Arguments and returned type as dbt wrote them. */
  readonly arguments: readonly JsonObject[];
  readonly returns: JsonObject;
}

/** A data test. Its own relation (for stored failures), columns and refs are not read; `dependsOn` has what it tests. */
export interface DataTest extends ResourceBase {
  readonly resourceType: "test";
  readonly rawCode: string;
  /** "generic" from YAML, "singular" from a file below tests/. */
  readonly kind: "generic" | "singular";
  /** The generic test's macro; undefined for singular tests. */
  readonly testMetadata: TestMetadata | undefined;
  /** As the YAML spells it; undefined for a test of the whole resource. */
  readonly columnName: string | undefined;
  /** The resource in whose YAML the test is written; worked out where old manifests do not name it. */
  readonly attachedNode: NodeId | undefined;
  readonly severity: "error" | "warn";
  readonly where: string | undefined;
  readonly limit: number | undefined;
  readonly warnIf: string;
  readonly errorIf: string;
  readonly failCalc: string;
}

export interface TestMetadata {
  /** "not_null", "relationships", "accepted_values", "unique_combination_of_columns" … */
  readonly name: string;
  /** The package of the test's macro, e.g. "dbt_utils"; undefined for dbt's own and the project's. */
  readonly namespace: string | undefined;
  readonly arguments: JsonObject;
}

export interface Source extends ResourceBase {
  readonly resourceType: "source";
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly sourceMeta: JsonObject;
  readonly loader: string;
  readonly relation: Relation;
  readonly columns: readonly Column[];
  readonly loadedAtField: string | undefined;
  readonly loadedAtQuery: string | undefined;
  /** undefined where no threshold is set. */
  readonly freshness: Freshness | undefined;
  /** The declaration of an external table; undefined for others. */
  readonly external: JsonObject | undefined;
}

export interface Exposure extends ResourceBase {
  readonly resourceType: "exposure";
  /** "dashboard", "notebook", "analysis", "ml" or "application". */
  readonly type: string;
  readonly maturity: string | undefined;
  readonly label: string | undefined;
  readonly url: string | undefined;
  readonly owner: Owner;
}

export interface Metric extends ResourceBase {
  readonly resourceType: "metric";
  readonly label: string | undefined;
  /** "simple", "ratio", "derived", "cumulative", "conversion". */
  readonly type: string;
  /** As dbt wrote it; its shape differs by version and type. */
  readonly typeParams: JsonObject;
  readonly filter: Json;
}

export interface SemanticModel extends ResourceBase {
  readonly resourceType: "semantic_model";
  readonly label: string | undefined;
  /** The reference as written, e.g. "ref('orders')"; `dependsOn.nodes` has the id. */
  readonly model: string;
  readonly entities: readonly JsonObject[];
  readonly dimensions: readonly JsonObject[];
  readonly measures: readonly JsonObject[];
  readonly defaults: JsonObject;
  readonly primaryEntity: string | undefined;
}

export interface SavedQuery extends ResourceBase {
  readonly resourceType: "saved_query";
  readonly label: string | undefined;
  readonly queryParams: JsonObject;
  readonly exports: readonly JsonObject[];
}

export interface UnitTest extends ResourceBase {
  readonly resourceType: "unit_test";
  /** The model's name as written. */
  readonly model: string;
  /** The model's id. */
  readonly testedNode: NodeId | undefined;
  readonly version: string | undefined;
  /** dbt's hash over the test's definition. */
  readonly checksum: string | undefined;
}

/** Everything that is a node of the graph, told apart by `resourceType`. */
export type ProjectNode =
  | Model
  | Seed
  | Snapshot
  | OtherCode
  | SqlFunction
  | DataTest
  | Source
  | Exposure
  | Metric
  | SemanticModel
  | SavedQuery
  | UnitTest;

/** Nodes that are code files with a relation. */
export type CodeNode = Model | Seed | Snapshot | OtherCode | SqlFunction;

export type ResourceType = ProjectNode["resourceType"];

/** The node type of a resource type: `NodeOf<"model">` is `Model`. */
export type NodeOf<T extends ResourceType> = Extract<ProjectNode, { readonly resourceType: T }>;
