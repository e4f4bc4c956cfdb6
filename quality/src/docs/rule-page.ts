import * as v from "valibot";

import { optionNotes } from "../options.ts";
import type { Need, Rule } from "../rule.ts";
import { listed } from "../wording.ts";

/** A rule's page of the documentation, as Markdown; `headwater gate explain` prints the same. */
export function rulePage(rule: Rule): string {
  const { what, why, example, fix } = rule.docs;
  const fence = example.includes("```") ? "````" : "```";
  return [
    `# ${rule.title}`,
    `\`${rule.id}\` · ${rule.category} · ${rule.defaultSeverity} · in ${presetWords[rule.preset]}${needWords(rule.needs)}`,
    what,
    `## Why\n\n${why}`,
    `## Example\n\n${fence}${languageOf(example)}\n${example.trimEnd()}\n${fence}`,
    `## Fix\n\n${fix}`,
    optionSection(rule),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

const presetWords = {
  minimal: "every configuration",
  recommended: "the recommended configuration",
  strict: "the strict configuration",
};

const artifactWords: Readonly<Record<Need, string>> = {
  catalog: "catalog.json",
  runResults: "run_results.json",
  sources: "sources.json",
  base: "a base",
  baseRunResults: "its run_results.json",
};

function needWords(needs: readonly Need[]): string {
  return needs.length === 0 ? "" : ` · needs ${listed(needs.map((need) => artifactWords[need]))}`;
}

function languageOf(example: string): string {
  if (/^\s*(--|select|with|{{)/im.test(example) && !/^\s*[\w-]+:/m.test(example)) return "sql";
  return /^\s*(- )?[\w-]+:/m.test(example) ? "yaml" : "text";
}

function optionSection(rule: Rule): string {
  const rows = Object.entries(rule.optionsSchema.entries).map(([name, option]) => {
    const fallback = JSON.stringify(v.getDefault(option) ?? null);
    return `| \`${name}\` | \`${cell(fallback)}\` | ${cell(optionNotes(option).description ?? "")} |`;
  });
  if (rows.length === 0) return "";
  return `## Options\n\n| option | default | |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}
