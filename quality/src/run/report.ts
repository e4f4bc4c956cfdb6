import type { NodeId } from "@headwater/artifacts";

import type { Finding } from "../finding.ts";
import type { Need, RuleDocs } from "../rule.ts";
import type { Severity } from "../severity.ts";

/** From which severity on findings fail the gate. */
export type FailOn = Severity | "never";

/** pass: 0. fail: 1, findings that count. cannot-judge: 2. crash: 3, a rule threw. */
export type Verdict = "pass" | "fail" | "cannot-judge" | "crash";

/** A rule that was not run because an artifact is missing. */
export interface NotJudged {
  readonly project: string;
  readonly rule: string;
  readonly missing: readonly Need[];
  /** True where the configuration names the rule: then the run as a whole cannot be judged. */
  readonly isExplicit: boolean;
}

/** A rule that threw: a bug, in the rule or in what it was given. */
export interface Crash {
  readonly project: string;
  readonly rule: string;
  readonly side: "head" | "base";
  readonly message: string;
  readonly stack: string | undefined;
}

/** Something that makes the verdict less sure, and whose project it is about. */
export interface GateWarning {
  readonly project: string | undefined;
  readonly message: string;
}

/** A node that differs from the base, and who is downstream of it. */
export interface Change {
  readonly project: string;
  readonly uniqueId: NodeId;
  readonly resourceType: string;
  readonly name: string;
  readonly kind: "added" | "modified" | "removed" | "renamed";
  /** dbt's state:modified.* that hold; empty for added and removed nodes. */
  readonly modified: readonly string[];
  /** The base's id of a renamed node. */
  readonly from: NodeId | undefined;
  readonly impact: Impact;
}

/** Everything downstream of a changed node, by name, and whom to tell. */
export interface Impact {
  readonly models: readonly string[];
  readonly exposures: readonly string[];
  readonly metrics: readonly string[];
  /** Owners of what is downstream, as "Name <mail>", each once. */
  readonly owners: readonly string[];
}

export interface JudgedProject {
  readonly name: string;
  /** Relative to where the gate runs; "." for that folder itself. */
  readonly folder: string;
  readonly dbtVersion: string;
  readonly adapterType: string | undefined;
  /** Judged models, for a sense of size. */
  readonly models: number;
  readonly isCompared: boolean;
}

/** What reporters say of a rule beside a finding's message. */
export interface RuleText {
  readonly title: string;
  readonly docs: RuleDocs;
  readonly category: string;
}

/** The counts of a report; existing and suppressed findings never count. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  /** Findings, of the two above, where the rule could not decide. */
  readonly cannotJudge: number;
  readonly existing: number;
  readonly suppressed: number;
}

/** Everything that a run of the gate found; reporters are functions of it. */
export interface GateReport {
  readonly projects: readonly JudgedProject[];
  /** Those that count first, by severity, then by file and line. */
  readonly findings: readonly Finding[];
  readonly changes: readonly Change[];
  readonly notJudged: readonly NotJudged[];
  readonly crashes: readonly Crash[];
  readonly warnings: readonly GateWarning[];
  /** The rules that were run, by id. */
  readonly rules: ReadonlyMap<string, RuleText>;
  readonly failOn: FailOn;
  readonly verdict: Verdict;
  readonly counts: Counts;
}

export const exitCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, "cannot-judge": 2, crash: 3 };
