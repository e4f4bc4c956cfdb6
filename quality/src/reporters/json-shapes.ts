import type { Finding } from "../finding.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import type { Change, GateReport } from "../run/report.ts";
import { exitCodes } from "../run/report.ts";

/** A finding as JSON and NDJSON hold it; stable, scripts read it. */
export function findingShape(finding: Finding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    status: finding.status,
    unique_id: finding.uniqueId,
    resource_type: finding.resourceType,
    name: finding.name,
    ...(finding.column !== undefined && { column: finding.column }),
    message: finding.message,
    file: finding.file ?? null,
    line: finding.line ?? null,
    fingerprint: fingerprintOf(finding.identity),
    related: finding.related,
    ...(finding.cannotJudge && { cannot_judge: true }),
  };
}

/** The summary as JSON and NDJSON hold it. */
export function summaryShape(report: GateReport) {
  const { counts } = report;
  return {
    verdict: report.verdict,
    exit_code: exitCodes[report.verdict],
    fail_on: report.failOn,
    errors: counts.errors,
    warnings: counts.warnings,
    cannot_judge: counts.cannotJudge,
    existing: counts.existing,
    suppressed: counts.suppressed,
    projects: report.projects.map((project) => ({
      name: project.name,
      folder: project.folder,
      dbt_version: project.dbtVersion,
      adapter_type: project.adapterType ?? null,
      models: project.models,
      compared: project.isCompared,
    })),
    changes: report.changes.map(changeShape),
    not_judged: report.notJudged.map(({ project, rule, missing }) => ({ project, rule, missing })),
    crashes: report.crashes.map(({ project, rule, side, message }) => ({ project, rule, side, message })),
    notes: report.warnings.map(({ project, message }) => ({ project: project ?? null, message })),
    rules: Object.fromEntries(
      [...report.rules].map(([id, { title, category, docs }]) => [
        id,
        { title, category, why: docs.why, fix: docs.fix },
      ]),
    ),
  };
}

function changeShape(change: Change) {
  return {
    unique_id: change.uniqueId,
    resource_type: change.resourceType,
    name: change.name,
    kind: change.kind,
    modified: change.modified,
    ...(change.from !== undefined && { from: change.from }),
    downstream: change.impact,
  };
}
