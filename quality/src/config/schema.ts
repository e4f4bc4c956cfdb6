import * as v from "valibot";

import { map, mapOf, option, strictMap, text, texts } from "../options.ts";
import type { Rule } from "../rule.ts";

const severity = v.pipe(
  v.picklist(["error", "warn", "off"]),
  v.description("error: fails the gate. warn: is reported. off: the rule is not run."),
);

const looseOptions = mapOf(v.unknown());

/** What may stand under a rule's id: a severity, or severity and options. */
function setting(options: v.GenericSchema) {
  return v.union([
    severity,
    strictMap({
      severity: v.optional(severity),
      options: v.pipe(
        v.optional(options),
        v.description("The rule's options; see `headwater gate explain <rule>`."),
      ),
    }),
  ]);
}

const layer = strictMap({
  name: v.pipe(text, v.description("The layer's name, as rules and messages use it.")),
  prefixes: option(texts, {
    default: [],
    description: 'What the names of its models begin with, e.g. "stg_".',
  }),
  folder: v.pipe(
    v.optional(text),
    v.description('The folder in which the layer\'s models lie, at any depth: "staging" or "core/staging".'),
  ),
});

const customRule = strictMap({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be kebab-case, e.g. marts-have-owners"),
    v.description("Kebab-case, different from every built-in rule."),
  ),
  title: v.pipe(v.optional(v.string()), v.description("A few words; by default the id.")),
  severity: v.pipe(
    v.optional(v.picklist(["error", "warn"])),
    v.description("How much its findings count: by default warn, and error in the strict configuration."),
  ),
  resource_types: option(
    v.pipe(
      v.array(
        v.picklist([
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
      ),
      v.nonEmpty(),
    ),
    { default: ["model"], description: "Which nodes are looked at." },
  ),
  where: v.pipe(
    v.optional(v.string()),
    v.description("A CEL expression over `node`; only nodes for which it is true are judged."),
  ),
  require: v.pipe(
    v.string(),
    v.description("A CEL expression over `node`; a node for which it is not true is a finding."),
  ),
  message: v.pipe(
    v.string(),
    v.description("What was found, to follow the node's name; paths such as `{meta.team}` are filled in."),
  ),
  why: option(v.string(), { default: "", description: "Why it matters." }),
  fix: option(v.string(), { default: "", description: "How to fix it." }),
});

const selector = v.pipe(
  text,
  v.description("As dbt's --select: tag:nightly, path:models/marts, +orders, config.materialized:view."),
);

/** What the file says of rules, by their ids. */
type RuleSettings = Readonly<Record<string, v.InferOutput<ReturnType<typeof setting>> | undefined>>;

export type CustomRuleSettings = v.InferOutput<typeof customRule>;
export type GateFile = v.InferOutput<ReturnType<typeof gateFileSchema>>;

/** The part of a configuration that is needed before the rules are known. */
export const customPart = v.object({
  gate: v.optional(
    v.object({ custom: v.optional(v.array(customRule), []), modules: v.optional(texts, []) }),
    {},
  ),
});

/**
 * The schema of headwater.yml for the given rules. `others` is what holds for ids that no rule has: "refuse" for
 * reading, "accept" for the published JSON Schema and for a base's file, whose rules need not exist any more.
 */
export function gateFileSchema(rules: readonly Rule[], others: "refuse" | "accept") {
  const known = Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      v.pipe(v.optional(setting(v.pipe(map(), rule.optionsSchema))), v.description(rule.title)),
    ]),
  );
  const ruleSettings: v.GenericSchema<object, RuleSettings> =
    others === "refuse"
      ? strictMap(known)
      : v.pipe(map<object>(), v.objectWithRest(known, setting(looseOptions)));
  return strictMap({
    $schema: v.optional(v.string()),
    land: v.pipe(
      v.nullish(mapOf(v.unknown())),
      v.description("Settings of `headwater land`, which checks them; the gate passes over them."),
    ),
    gate: v.optional(
      strictMap({
        extends: option(v.picklist(["minimal", "recommended", "strict"]), {
          default: "recommended",
          description: "The set of rules to start from; strict runs every rule, as an error.",
        }),
        projects: option(texts, {
          default: [],
          description:
            "Globs of dbt projects' folders, relative to this file. By default the one of --project-dir.",
        }),
        baseline: option(text, {
          default: "headwater-baseline.yml",
          description: "The file of accepted findings, relative to this file; see `headwater gate baseline`.",
        }),
        include_packages: option(texts, {
          default: [],
          description: "Installed packages that are judged too. The project's own nodes always are.",
        }),
        exclude_paths: option(texts, {
          default: [],
          description:
            "Files that are not judged: globs, or texts without wildcards that a path contains. A source's table is path:source.table.",
        }),
        layers: v.pipe(
          v.optional(v.pipe(v.array(layer), v.nonEmpty())),
          v.description("How models are told apart: by prefix first, then by the innermost folder."),
        ),
        rules: option(ruleSettings, { default: {}, description: "Rules by id." }),
        overrides: option(v.array(strictMap({ select: selector, rules: ruleSettings })), {
          default: [],
          description: "Other severities or options for some nodes; a later entry wins.",
        }),
        custom: option(v.array(customRule), {
          default: [],
          description: "Your own rules as expressions.",
        }),
        modules: option(texts, {
          default: [],
          description: "TypeScript or JavaScript files that export `rules`, relative to this file.",
        }),
      }),
      {},
    ),
  });
}
