import type {
  Catalog,
  Manifest,
  NodeOf,
  ProjectGraph,
  ProjectNode,
  ResourceType,
  RunResults,
  SourceResults,
  StateComparison,
} from "@headwater/artifacts";
import * as v from "valibot";

import type { Weakening } from "./weakening.ts";
import type { RuleFinding, Subject } from "./finding.ts";
import type { IdentifierKey } from "./identifiers.ts";
import type { Layered, LayerSettings } from "./layers.ts";
import type { Severity } from "./severity.ts";

/** Artifacts beside the manifest that a rule can need. Without them it is not run, and the report says so. */
export type Need = "catalog" | "runResults" | "sources" | "base" | "baseRunResults";

/** The groups of the rules page. */
export type Category =
  | "modeling"
  | "testing"
  | "documentation"
  | "structure"
  | "performance"
  | "governance"
  | "columns"
  | "run"
  | "changes";

/** The smallest configuration that switches a rule on; recommended holds minimal's rules too, strict holds all. */
export type Preset = "minimal" | "recommended" | "strict";

/** What `headwater gate explain` and the rules page say. Markdown, short. */
export interface RuleDocs {
  /** What is found, exactly, with the default thresholds. */
  readonly what: string;
  /** Why that is a problem. */
  readonly why: string;
  /** A small violating example, as YAML or SQL. */
  readonly example: string;
  /** How to fix it. One or two sentences; also shown with every finding. */
  readonly fix: string;
}

/** One side of a comparison: the artifacts of a project at one commit. */
export interface Side {
  readonly graph: ProjectGraph;
  readonly manifest: Manifest;
  readonly catalog: Catalog | undefined;
  readonly runResults: RunResults | undefined;
  readonly sources: SourceResults | undefined;
}

/** The base's artifacts, and which of its nodes is which of head's. */
export interface BaseSide extends Side {
  /** What differs between the base and head. */
  readonly state: StateComparison;
  /** The same node in the base, also if it was renamed or moved since; undefined for an added node. */
  counterpart(node: ProjectNode): ProjectNode | undefined;
  /** The other way round: the head node that a node of the base is now; undefined for a removed node. */
  successor(node: ProjectNode): ProjectNode | undefined;
}

/**
 * What a rule can look at. Every rule is run on head; with a base, rules that do not need "base" are run on the base
 * too (then this is the base's side, and `base` is undefined), to tell old findings from new ones.
 */
export interface RuleContext extends Side {
  /**
   * The nodes of a type that are judged: of the project's own packages, without what the configuration excludes.
   * The graph holds the rest too; the runner drops findings whose subject is not judged.
   */
  readonly judged: <T extends ResourceType>(type: T) => readonly NodeOf<T>[];
  readonly isJudged: (subject: Subject) => boolean;
  /** The project itself, for findings that no single node has. */
  readonly project: Subject;
  /** "base", "staging", "intermediate", "marts", "other", or what the configuration's `layers` names. */
  readonly layerOf: (model: Layered) => string;
  readonly layers: readonly LayerSettings[];
  /** Two identifiers are the same for the warehouse if their keys are equal. */
  readonly identifierKey: IdentifierKey;
  readonly base: BaseSide | undefined;
  /** The base's own, by a name that a rule can need. */
  readonly baseRunResults: RunResults | undefined;
  /** How the configuration is weaker than the base's; undefined where there is no base configuration to compare. */
  readonly weakenings: readonly Weakening[] | undefined;
  readonly now: Date;
}

/** A rule as the list of rules and the runner know it, who do not know the types of its options. */
export interface Rule {
  /** Kebab-case, stable for ever: people write it into their configuration. */
  readonly id: string;
  readonly category: Category;
  /** A few words, e.g. "Model fan-out". */
  readonly title: string;
  readonly docs: RuleDocs;
  readonly defaultSeverity: Severity;
  readonly preset: Preset;
  readonly needs: readonly Need[];
  /** False for what a project must not be able to accept in silence. */
  readonly isSuppressible: boolean;
  /** False where no dbt selector names what it finds, which is the whole project, macros or disabled nodes. */
  readonly isSelectable: boolean;
  /** Snake_case keys as in YAML, a default and a description for every key. */
  readonly optionsSchema: v.StrictObjectSchema<v.ObjectEntries, undefined>;
  /**
   * `options` is what `optionsSchema` gives, with defaults. Never throws for odd artifacts; a throw is a bug and is
   * reported as this rule's crash.
   */
  check(context: RuleContext, options: unknown): readonly RuleFinding[];
}

/** The context of a rule that needs something, which is then never undefined. */
export type ContextWith<Needs extends Need> = RuleContext & {
  readonly [Name in Needs]: NonNullable<RuleContext[Name]>;
};

/** The options that a rule is run with: defaults are filled in. */
type OptionsOf<Entries extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/** What a rule module writes. */
export interface RuleDefinition<Options extends v.ObjectEntries, Needs extends Need> {
  readonly id: string;
  readonly category: Category;
  readonly title: string;
  readonly docs: RuleDocs;
  readonly defaultSeverity: Severity;
  readonly preset: Preset;
  readonly needs?: readonly Needs[];
  readonly isSuppressible?: boolean;
  readonly isSelectable?: boolean;
  /** By key; `option` makes one. None by default. */
  readonly options?: Options;
  readonly check: (context: ContextWith<Needs>, options: OptionsOf<Options>) => readonly RuleFinding[];
}

/** Makes a rule of a definition, in which `check` knows the types of the rule's own options and needs. */
export function defineRule<Options extends v.ObjectEntries, Needs extends Need = never>(
  definition: RuleDefinition<Options, Needs>,
): Rule {
  const {
    options: entries,
    check,
    needs = [],
    isSuppressible = true,
    isSelectable = true,
    ...rest
  } = definition;
  return {
    ...rest,
    needs,
    isSuppressible,
    isSelectable,
    optionsSchema: v.strictObject(entries ?? {}),
    // The runner asks a rule only where everything that it needs is there, with options that `optionsSchema` gave.
    check: (context, options) => check(context as ContextWith<Needs>, options as OptionsOf<Options>),
  };
}
