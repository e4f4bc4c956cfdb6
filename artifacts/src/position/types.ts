import type { Source } from "../types/nodes.ts";
import type { NodeId } from "../types/resource.ts";

/** A place in the project's own files. */
export interface Position {
  /** Relative to the project's folder, with forward slashes; undefined where the manifest names none. */
  readonly file: string | undefined;
  /** From 1; undefined where the file is not on disk, cannot be parsed, or does not hold what was asked for. */
  readonly line: number | undefined;
}

/** What has a position: every node of the graph as it is; macros, groups and the project with their resource type. */
export interface Placed {
  readonly uniqueId: NodeId;
  /** A dbt resource type, "macro", "group" or "project". */
  readonly resourceType: string;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  /** The YAML file that describes it; undefined where none does. */
  readonly patchPath?: string | undefined;
}

/** What a `ref()` names; every node of the graph as it is. */
export interface Referred {
  readonly name: string;
  /** Models only. */
  readonly version?: string | undefined;
}

/**
 * Finds the lines of a project's resources. Each file is read when it is first asked for, and once. What is not found falls
 * back to the next larger thing: a key to its column, a column to its resource, a call to the start of the code.
 */
export interface Positions {
  /** The resource's YAML entry (a generic test's is its item in the YAML of what it tests), else the start of its code. */
  node(placed: Placed): Position;
  /** A key of the entry, e.g. `["config", "unique_key"]`; numbers count list items from 0. */
  key(placed: Placed, path: readonly string[]): Position;
  /** A column of the entry, and optionally a key of the column. */
  column(placed: Placed, column: string, path?: readonly string[]): Position;
  /** The start of the code. */
  code(placed: Placed): Position;
  /** A match of a pattern in the code, of several the first; one in a comment only where there is no other. */
  sql(placed: Placed, pattern: RegExp, which?: "first" | "last"): Position;
  /** The first `ref()` of a resource by its name, and of a versioned model by its version. */
  ref(placed: Placed, to: Referred): Position;
  /** The first `source()` of a source table. */
  source(placed: Placed, to: Pick<Source, "sourceName" | "name">): Position;
}
