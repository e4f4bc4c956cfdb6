import type { Access, Column, Constraint, Freshness, JsonObject, Owner } from "@headwater/artifacts";

/** A column's data type, or more about it. */
export type ColumnSpec = string | Partial<Omit<Column, "name">>;

/** What every builder takes; everything has a default. */
export interface NodeSpec {
  readonly package?: string;
  /** Path from the project's root; by default the resource's usual folder, `folder` and its name. */
  readonly path?: string;
  /** Folder below models/ (or seeds/ …): "staging/shop". */
  readonly folder?: string;
  /** The YAML file. `null` for a node without one. By default `_models.yml` in the node's folder. */
  readonly yaml?: string | null;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly meta?: JsonObject;
  readonly group?: string;
  /** Configs as dbt writes them: `{ materialized: "table", unique_key: "id" }`. */
  readonly config?: JsonObject;
  /**
   * What the node depends on: a model by its name, a source as "source.table", a version as "orders.v2", anything
   * else by its unique id.
   */
  readonly parents?: readonly string[];
  /** Macros by name ("cents_to_dollars", "dbt_utils.star") or by unique id. */
  readonly macros?: readonly string[];
}

export interface CodeSpec extends NodeSpec {
  readonly sql?: string;
  readonly columns?: Readonly<Record<string, ColumnSpec>>;
  readonly alias?: string;
  readonly schema?: string;
  readonly database?: string;
  readonly checksum?: string;
  /** dbt quotes the identifier unless this is false. */
  readonly quoteIdentifier?: boolean;
}

export interface ModelSpec extends CodeSpec {
  readonly materialized?: string;
  readonly access?: Access;
  /** True for an enforced contract. */
  readonly contract?: boolean;
  readonly constraints?: readonly Constraint[];
  readonly version?: string;
  readonly latestVersion?: string;
  readonly deprecationDate?: string;
  readonly isTimeSpine?: boolean;
}

export interface SourceSpec extends NodeSpec {
  readonly sourceDescription?: string;
  readonly sourceMeta?: JsonObject;
  readonly columns?: Readonly<Record<string, ColumnSpec>>;
  readonly freshness?: Partial<Freshness>;
  readonly loadedAtField?: string;
  readonly identifier?: string;
  readonly schema?: string;
  readonly database?: string;
}

export interface TestSpec extends NodeSpec {
  readonly severity?: "error" | "warn";
  readonly where?: string;
  readonly limit?: number;
  readonly warnIf?: string;
  readonly errorIf?: string;
  readonly namespace?: string;
  readonly arguments?: JsonObject;
  readonly sql?: string;
}

export interface ExposureSpec extends NodeSpec {
  readonly type?: string;
  readonly maturity?: string;
  readonly url?: string;
  readonly owner?: Partial<Owner>;
}

/** A constraint with dbt's defaults. */
export function constraint(type: string, rest: Partial<Constraint> = {}): Constraint {
  return {
    type,
    name: undefined,
    expression: undefined,
    columns: [],
    to: undefined,
    toColumns: [],
    warnUnenforced: true,
    warnUnsupported: true,
    ...rest,
  };
}
