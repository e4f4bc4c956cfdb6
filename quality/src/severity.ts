/** How much a finding counts. `--fail-on error` lets warnings pass, `--fail-on warn` lets nothing pass. */
export type Severity = "error" | "warn";

/** What a configuration may say about a rule. */
export type RuleSeverity = Severity | "off";

/** The milder of two severities. */
export function milder(first: Severity, second: Severity): Severity {
  return first === "warn" || second === "warn" ? "warn" : "error";
}
