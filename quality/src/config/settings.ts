import type { LayerSettings } from "../layers.ts";
import type { Scope } from "../judged.ts";
import type { Rule } from "../rule.ts";
import type { RuleSeverity } from "../severity.ts";

/** How one rule is run. */
export interface RuleSetting {
  readonly severity: RuleSeverity;
  /** Parsed by the rule's own schema, so defaults are filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** True where the file names the rule, so that a missing artifact is not passed over in silence. */
  readonly isExplicit: boolean;
}

/** What an override changes for the nodes of a dbt selector. Options are merged over the rule's own. */
export interface Override {
  /** As dbt's --select: "tag:nightly", "path:models/marts +orders". */
  readonly select: string;
  readonly rules: ReadonlyMap<string, OverrideSetting>;
  readonly line: number;
}

export interface OverrideSetting {
  readonly severity: RuleSeverity | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The gate's configuration, complete: every rule has its setting. */
export interface GateConfig {
  /** As the user named it; undefined for the built-in configuration. */
  readonly file: string | undefined;
  /** Paths of the configuration are relative to this folder. */
  readonly folder: string;
  /** Globs of folders that hold a dbt_project.yml; empty where the command names the project. */
  readonly projects: readonly string[];
  readonly baselineFile: string;
  readonly scope: Scope;
  readonly layers: readonly LayerSettings[];
  /** Built-in and custom rules. */
  readonly rules: readonly Rule[];
  readonly settings: ReadonlyMap<string, RuleSetting>;
  /** In the file's order; a later one wins. */
  readonly overrides: readonly Override[];
  /** The line of a rule's setting in the file, for findings about the configuration itself. */
  lineOfRule(rule: string): number | undefined;
}
