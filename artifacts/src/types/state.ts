import type { NodeId } from "./resource.ts";

/**
 * What differs in a node. The first six are dbt's `state:modified.<kind>`; the others are what dbt's `state:modified`
 * looks at beside them: "fqn" is the folder, "interface" a model's latest version, access and deprecation date,
 * "definition" all that makes up a source, an exposure, a metric … and has no kind of its own.
 */
export type StateKind =
  | "body"
  | "configs"
  | "persisted_descriptions"
  | "relation"
  | "macros"
  | "contract"
  | "fqn"
  | "interface"
  | "definition";

/**
 * A node with a new id that has the code of one that is gone, or its place in the warehouse; or a test with a new id that
 * tests the same.
 */
export interface Rename {
  /** The base's id. */
  readonly from: NodeId;
  /** Head's id. */
  readonly to: NodeId;
}

/** What differs between two manifests of a project; every set is in its manifest's order. */
export interface StateComparison {
  /** Head's ids that the base does not have, without the renamed ones. */
  readonly added: ReadonlySet<NodeId>;
  /** The base's ids that head does not have, or only disabled, without the renamed ones. */
  readonly removed: ReadonlySet<NodeId>;
  /** By head's ids, a renamed node compared with its old self. A node without differences is not in it. */
  readonly modified: ReadonlyMap<NodeId, ReadonlySet<StateKind>>;
  readonly renamed: readonly Rename[];
  /** Head's nodes that use, directly or through other macros, a macro that is new or changed; added nodes too. */
  readonly usesChangedMacro: ReadonlySet<NodeId>;
}

/** Something that users of a model with an enforced contract could rely on, and no longer can. */
export interface ContractBreak {
  readonly kind:
    | "contract_switched_off"
    | "column_removed"
    | "column_retyped"
    | "column_constraint_removed"
    | "model_constraint_removed"
    | "materialization_changed";
  /** As the base spells it; undefined where the break is of the whole model. */
  readonly column: string | undefined;
  /** The type, constraint or materialization in the base. */
  readonly from: string | undefined;
  /** What head has in place of it; undefined where there is nothing. */
  readonly to: string | undefined;
}
