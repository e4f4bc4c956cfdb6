import type { Finding } from "../finding.ts";
import type { GateReport } from "../run/report.ts";
import { countFindings, verdictOf } from "../run/verdict.ts";

/** A finding with every part filled in, for tests of reporters. */
export function reportedFinding(spec: Partial<Finding> = {}): Finding {
  return {
    rule: "model-fanout",
    severity: "error",
    status: "new",
    uniqueId: "model.shop.orders",
    resourceType: "model",
    name: "orders",
    column: undefined,
    message: "orders has 4 children, at most 3 are allowed",
    fix: "Put a model in between.",
    file: "models/orders.yml",
    line: 12,
    identity: "a",
    related: [],
    cannotJudge: false,
    measure: undefined,
    measureBefore: undefined,
    suppression: undefined,
    project: "shop",
    ...spec,
  };
}

/** A report of the given findings, with counts and verdict that fit. */
export function reportOf(findings: readonly Finding[], spec: Partial<GateReport> = {}): GateReport {
  const parts = {
    projects: [
      { name: "shop", folder: ".", dbtVersion: "1.11.0", adapterType: "duckdb", models: 7, isCompared: true },
    ],
    findings,
    changes: [],
    notJudged: [],
    crashes: [],
    warnings: [],
    rules: new Map([
      [
        "model-fanout",
        {
          title: "Model fan-out",
          category: "modeling",
          docs: { what: "Models with many children.", why: "Logic repeats.", example: "-", fix: "Split." },
        },
      ],
    ]),
    failOn: "error" as const,
    ...spec,
  };
  return { ...parts, counts: countFindings(findings), verdict: verdictOf(parts, parts.failOn) };
}
