import type { Rule } from "../rule.ts";

/** The list of all rules by category, with a link to each page. */
export function rulesIndex(rules: readonly Rule[]): string {
  const byCategory = Map.groupBy(rules, (rule) => rule.category);
  const sections = [...byCategory].map(([category, members]) => {
    const rows = members.map(
      (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.defaultSeverity} | ${rule.preset} | ${rule.title} |`,
    );
    return `## ${category}\n\n| rule | severity | from | |\n| --- | --- | --- | --- |\n${rows.join("\n")}`;
  });
  const intro =
    "Generated from the rules. `from` is the smallest configuration that has the rule: minimal, recommended or strict; " +
    "strict runs every rule, as an error.";
  return `# The rules of the gate\n\n${intro}\n\n${sections.join("\n\n")}\n`;
}
