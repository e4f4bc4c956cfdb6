// Rules of a project's own declare their options with the same copy of valibot.
export * as v from "valibot";
export { QualityError } from "./errors.ts";
export type { QualityErrorCode } from "./errors.ts";
export type { Finding, FindingStatus, Place, RuleFinding, Subject, Suppression } from "./finding.ts";
export type { Layered, LayerSettings } from "./layers.ts";
export { option } from "./options.ts";
export { defineRule } from "./rule.ts";
export type {
  BaseSide,
  Category,
  ContextWith,
  Need,
  Preset,
  Rule,
  RuleContext,
  RuleDefinition,
  RuleDocs,
  Side,
} from "./rule.ts";
export type { RuleSeverity, Severity } from "./severity.ts";
