import { z } from "zod";

import { texts } from "../options.ts";
import type { Rule } from "../rule.ts";

const severity = z
  .enum(["error", "warn", "off"])
  .describe("error: fails the gate. warn: is reported. off: the rule is not run.");

const looseOptions = z.record(z.string(), z.unknown());

/** What may stand under a rule's id: a severity, or severity and options. */
function setting(options: z.ZodType) {
  return z.union([
    severity,
    z.strictObject({
      severity: severity.optional(),
      options: options.optional().describe("The rule's options; see `headwater gate explain <rule>`."),
    }),
  ]);
}

const layer = z.strictObject({
  name: z.string().min(1).describe("The layer's name, as rules and messages use it."),
  prefixes: texts.default([]).describe('Name prefixes with their underscore, e.g. "stg_".'),
  folder: z.string().min(1).optional().describe("The folder in which the layer's models lie, at any depth."),
});

const customRule = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be kebab-case, e.g. marts-have-owners")
    .describe("Kebab-case, different from every built-in rule."),
  title: z.string().optional().describe("A few words; by default the id."),
  severity: z.enum(["error", "warn"]).default("warn").describe("How much its findings count."),
  resource_types: z
    .array(
      z.enum([
        "model",
        "seed",
        "snapshot",
        "source",
        "test",
        "exposure",
        "metric",
        "semantic_model",
        "saved_query",
      ]),
    )
    .min(1)
    .default(["model"])
    .describe("Which nodes are looked at."),
  where: z
    .string()
    .optional()
    .describe("A CEL expression over `node`; only nodes for which it is true are judged."),
  require: z.string().describe("A CEL expression over `node`; a node for which it is not true is a finding."),
  message: z
    .string()
    .describe("What was found, to follow the node's name; paths such as `{meta.team}` are filled in."),
  why: z.string().default("").describe("Why it matters."),
  fix: z.string().default("").describe("How to fix it."),
});

const selector = z
  .string()
  .min(1)
  .describe("As dbt's --select: tag:nightly, path:models/marts, +orders, config.materialized:view.");

export type CustomRuleSettings = z.output<typeof customRule>;
export type GateFile = z.output<ReturnType<typeof gateFileSchema>>;

/** The part of a configuration that is needed before the rules are known. */
export const customPart = z.object({
  gate: z.object({ custom: z.array(customRule).default([]), modules: texts.default([]) }).prefault({}),
});

/**
 * The schema of headwater.yml for the given rules. `others` is what holds for ids that no rule has: "refuse" for
 * reading, "accept" for the published JSON Schema and for a base's file, whose rules need not exist any more.
 */
export function gateFileSchema(rules: readonly Rule[], others: "refuse" | "accept") {
  const known = Object.fromEntries(
    rules.map((rule) => [rule.id, setting(rule.optionsSchema).optional().describe(rule.title)]),
  );
  const ruleSettings =
    others === "refuse" ? z.strictObject(known) : z.object(known).catchall(setting(looseOptions));
  return z.strictObject({
    $schema: z.string().optional(),
    land: z
      .record(z.string(), z.unknown())
      .nullable()
      .optional()
      .describe("Settings of `headwater land`, which checks them; the gate passes over them."),
    gate: z
      .strictObject({
        extends: z
          .enum(["minimal", "recommended", "strict"])
          .default("recommended")
          .describe("The set of rules to start from; strict runs every rule, as an error."),
        projects: texts
          .default([])
          .describe(
            "Globs of dbt projects' folders, relative to this file. By default the one of --project-dir.",
          ),
        baseline: z
          .string()
          .min(1)
          .default("headwater-baseline.yml")
          .describe("The file of accepted findings, relative to this file; see `headwater gate baseline`."),
        include_packages: texts
          .default([])
          .describe("Installed packages that are judged too. The project's own nodes always are."),
        exclude_paths: texts
          .default([])
          .describe(
            "Files that are not judged: globs, or texts without wildcards that a path contains. A source's table is path:source.table.",
          ),
        layers: z
          .array(layer)
          .min(1)
          .optional()
          .describe("How models are told apart: by prefix first, then by the innermost folder."),
        rules: ruleSettings.default({}).describe("Rules by id."),
        overrides: z
          .array(z.strictObject({ select: selector, rules: ruleSettings }))
          .default([])
          .describe("Other severities or options for some nodes; a later entry wins."),
        custom: z.array(customRule).default([]).describe("Your own rules as expressions."),
        modules: texts
          .default([])
          .describe("TypeScript or JavaScript files that export `rules`, relative to this file."),
      })
      .prefault({}),
  });
}
