/** The parts that several kinds of dbt resources share, normalised over the manifest versions. */

/** dbt's unique id, e.g. "model.shop.orders" or "test.shop.not_null_orders_id.1f2e". */
export type NodeId = string;

/** A JSON value as dbt wrote it, where the project decides what is in it (meta, arguments, configs). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object whose keys the project decides. */
export type JsonObject = { readonly [key: string]: Json };

/** An exposure's, group's or (by `meta.owner`) any resource's owner. At least one of name and email is known. */
export interface Owner {
  readonly name: string | undefined;
  /** dbt 1.10 allows several addresses; older versions give one. */
  readonly emails: readonly string[];
  /** Whatever else the project wrote beside name and email (slack, github …). */
  readonly extra: JsonObject;
}

export interface Checksum {
  /** "sha256" for files, "path" for seeds over 1 MB (then `value` is the path), "none" when dbt made none. */
  readonly name: string;
  readonly value: string;
}

/** dbt's quoting of a relation; undefined where the manifest says nothing (then the adapter's default holds). */
export interface Quoting {
  readonly database: boolean | undefined;
  readonly schema: boolean | undefined;
  readonly identifier: boolean | undefined;
}

/** Where a resource lies in the warehouse. */
export interface Relation {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  /** A model's alias, a source table's identifier. */
  readonly identifier: string;
  readonly quoting: Quoting;
  /** As dbt renders it, e.g. `"db"."schema"."name"`; undefined for ephemeral models and what is not built. */
  readonly relationName: string | undefined;
}

export interface Constraint {
  /** "not_null", "unique", "primary_key", "foreign_key", "check" or "custom". */
  readonly type: string;
  readonly name: string | undefined;
  readonly expression: string | undefined;
  /** A model-level constraint's columns; empty at column level. */
  readonly columns: readonly string[];
  /** The foreign key's target, as `ref()`, `source()` or as text. */
  readonly to: string | undefined;
  readonly toColumns: readonly string[];
  readonly warnUnenforced: boolean;
  readonly warnUnsupported: boolean;
}

export interface Column {
  /** As the YAML spells it; compare through the adapter's folding rule, see `quote`. */
  readonly name: string;
  readonly description: string;
  readonly dataType: string | undefined;
  readonly constraints: readonly Constraint[];
  readonly quote: boolean | undefined;
  /** Column and column config together, config winning. */
  readonly meta: JsonObject;
  readonly tags: readonly string[];
}

/** The configs that rules ask for by name; every other is in `values`, under dbt's own key. */
export interface NodeConfig {
  readonly enabled: boolean;
  /** "table", "view", "incremental", "ephemeral", "seed", "snapshot", "test" … */
  readonly materialized: string | undefined;
  readonly uniqueKey: readonly string[];
  readonly incrementalStrategy: string | undefined;
  readonly onSchemaChange: string | undefined;
  readonly fullRefresh: boolean | undefined;
  /** True where descriptions are written to the warehouse, which makes them part of a node's state. */
  readonly persistDocs: { readonly relation: boolean; readonly columns: boolean };
  /** All configs as dbt wrote them, under its own keys; see `nonEmptyConfig`. */
  readonly values: JsonObject;
  /** Configs as written in the project, Jinja not rendered: what dbt's state comparison looks at. */
  readonly unrendered: JsonObject;
}

export interface Contract {
  readonly enforced: boolean;
  readonly aliasTypes: boolean;
  /** dbt's hash over column names and types; undefined where the contract is not enforced. */
  readonly checksum: string | undefined;
}

export interface Threshold {
  readonly count: number;
  readonly period: "minute" | "hour" | "day";
}

export interface Freshness {
  readonly warnAfter: Threshold | undefined;
  readonly errorAfter: Threshold | undefined;
  readonly filter: string | undefined;
}

/** A `ref()` as written: `ref(package, name, v=version)`. */
export interface RefCall {
  readonly name: string;
  readonly package: string | undefined;
  readonly version: string | undefined;
}

/** A `source()` as written. */
export interface SourceCall {
  readonly source: string;
  readonly table: string;
}

export interface DependsOn {
  readonly nodes: readonly NodeId[];
  readonly macros: readonly NodeId[];
}
