import { builtInConfig, findConfig, loadConfig } from "../config/load-config.ts";
import { didYouMean } from "../config/problems.ts";
import type { GateConfig } from "../config/settings.ts";
import { rulePage } from "../docs/rule-page.ts";
import { QualityError } from "../errors.ts";
import { rules } from "../rules/index.ts";

/** `headwater gate explain [rule]`: one rule's page, or every rule with its severity here. */
export async function explainCommand(
  id: string | undefined,
  options: { readonly config?: string },
): Promise<void> {
  const file = options.config ?? findConfig(["."]);
  const config = file === undefined ? builtInConfig(process.cwd(), rules) : await loadConfig(file, rules);
  process.stdout.write(id === undefined ? overview(config) : explain(id, config));
}

function explain(id: string, config: GateConfig): string {
  const rule = config.rules.find((each) => each.id === id);
  if (rule) return rulePage(rule);
  const ids = config.rules.map((each) => each.id);
  throw new QualityError(
    "GATE_RULE_UNKNOWN",
    `There is no rule ${id}.${didYouMean(id, ids)}`,
    "`headwater gate explain` lists every rule.",
  );
}

function overview(config: GateConfig): string {
  const width = Math.max(...config.rules.map((rule) => rule.id.length));
  const byCategory = Map.groupBy(config.rules, (rule) => rule.category);
  const blocks = [...byCategory].map(([category, members]) => {
    const lines = members.map((rule) => {
      const severity = config.settings.get(rule.id)?.severity ?? "off";
      return `  ${rule.id.padEnd(width)}  ${severity.padEnd(5)}  ${rule.title}`;
    });
    return [category, ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}
