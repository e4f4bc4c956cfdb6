import type { NodeId } from "@headwater/artifacts";

import type { Severity } from "./severity.ts";

/** What a finding is about. Every node of the graph is one as it is; for macros, groups and projects see `subject.ts`. */
export interface Subject {
  readonly uniqueId: NodeId;
  /** A dbt resource type, or "macro", "group", "project". */
  readonly resourceType: string;
  readonly name: string;
  readonly packageName: string;
  /** Relative to the project's root. */
  readonly originalFilePath: string;
}

/**
 * What has to be changed, as a hint that is turned into a file and a line only for the findings that are reported.
 * `node` is the resource in whose file the place is; without it, the finding's subject.
 * - definition: the resource's entry in its YAML file, or its code file where no YAML describes it
 * - code: the first line of the resource's code file
 * - key: a key of the resource's YAML entry, e.g. `["config", "unique_key"]`; falls back to the entry itself
 * - column: a column in YAML, optionally a key of it; falls back to the resource's entry
 * - sql: the first match of a pattern in the resource's code, or the last
 * - call: the first call of `ref` or `source` in the resource's code that names the node `to`
 * - file: a file by its path from the project's root, at a line where it is known
 * - config: a file of the gate's own, by its path from where the gate runs
 */
export type Place =
  | { readonly at: "definition"; readonly node?: NodeId }
  | { readonly at: "code"; readonly node?: NodeId }
  | { readonly at: "key"; readonly path: readonly string[]; readonly node?: NodeId }
  | {
      readonly at: "column";
      readonly column: string;
      readonly path?: readonly string[];
      readonly node?: NodeId;
    }
  | { readonly at: "sql"; readonly pattern: RegExp; readonly isLast?: true; readonly node?: NodeId }
  | { readonly at: "call"; readonly to: NodeId; readonly node?: NodeId }
  | { readonly at: "file"; readonly file: string; readonly line?: number | undefined }
  | { readonly at: "config"; readonly file: string; readonly line?: number | undefined };

/** What a rule reports. The runner adds the rule's id, severity, fingerprint and status. */
export interface RuleFinding {
  readonly subject: Subject;
  /** As the project spells it. */
  readonly column?: string | undefined;
  /**
   * What was found, with the numbers and names, as the rest of a sentence that begins with the subject's name (and its
   * column): "has no description". Plain text, without a full stop; every reporter escapes it.
   */
  readonly message: string;
  /** How to fix exactly this; without it the rule's own `docs.fix` is shown. */
  readonly fix?: string | undefined;
  /** The other nodes of the finding, e.g. the second of a pair. */
  readonly related?: readonly NodeId[] | undefined;
  /**
   * How bad it is, larger is worse (children of a fan-out, percent that is missing). Compared with the base, the
   * finding counts again when this grew. With a measure, `related` only informs and is not part of the identity.
   */
  readonly measure?: number | undefined;
  /** Tells two findings of one rule apart that agree in subject, column and related, e.g. the hard-coded name. */
  readonly key?: string | undefined;
  /** Milder than the rule's severity for this one finding, e.g. for a test that itself only warns. */
  readonly severity?: Severity | undefined;
  /** True where the rule could not decide, because something it needs is not in the artifacts. */
  readonly cannotJudge?: boolean | undefined;
  /** Default: `{ at: "definition" }`. */
  readonly place?: Place | undefined;
}

/** new: counts. existing: was already so in the base. suppressed: a person accepted it, with a reason. */
export type FindingStatus = "new" | "existing" | "suppressed";

/** Why a finding does not count, from the node's meta or from the baseline file. */
export interface Suppression {
  readonly reason: string;
  /** ISO date; the suppression ends when this day is over. */
  readonly expires: string | undefined;
  readonly from: "meta" | "baseline";
}

/** A finding as it is reported. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  readonly uniqueId: NodeId;
  readonly resourceType: string;
  readonly name: string;
  readonly column: string | undefined;
  /** A whole sentence without a full stop: the node's name and what was found. */
  readonly message: string;
  readonly fix: string;
  /** Relative to the folder where the gate runs; undefined where the manifest names none. */
  readonly file: string | undefined;
  /** From 1; undefined where the project's files are not on disk. */
  readonly line: number | undefined;
  /** Equal for the same finding of another run. Reports show its fingerprint. */
  readonly identity: string;
  readonly related: readonly NodeId[];
  readonly cannotJudge: boolean;
  readonly measure: number | undefined;
  /** The base's measure, where the finding counts because it got worse. */
  readonly measureBefore: number | undefined;
  /** Set for a suppressed finding, and for one whose suppression has expired. */
  readonly suppression: Suppression | undefined;
  readonly project: string;
}
