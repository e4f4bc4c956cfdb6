import { compareState, selectNodes, type NodeId } from "@headwater/artifacts";

import { compareConfigs, type ConfigSide, isMilder } from "../config/compare-configs.ts";
import type { Weakening } from "../weakening.ts";
import type { GateConfig } from "../config/settings.ts";
import type { Finding } from "../finding.ts";
import { judgedBy } from "../judged.ts";
import type { Side } from "../rule.ts";
import { weakenedGate } from "../rules/changes/weakened-gate.ts";
import type { Baseline } from "./baseline.ts";
import { checkArtifacts } from "./check-artifacts.ts";
import { checkComparable } from "./check-comparable.ts";
import { describeChanges } from "./describe-changes.ts";
import { judgeProject, type ComparedBase } from "./judge-project.ts";
import { loadSide, type ProjectFiles } from "./load-project.ts";
import { placeFindings } from "./place-findings.ts";
import type { FailOn, GateReport, JudgedProject, RuleText } from "./report.ts";
import { countFindings, verdictOf } from "./verdict.ts";

export interface GateRequest {
  /** Where the gate runs; absolute. Findings' files are relative to it. */
  readonly cwd: string;
  readonly projects: readonly ProjectFiles[];
  readonly config: GateConfig;
  readonly baseline: Baseline;
  /** The base's configuration, to find what became weaker. */
  readonly baseConfig: ConfigSide | undefined;
  /** As dbt's --select; undefined for all nodes. */
  readonly select: string | undefined;
  readonly failOn: FailOn;
  readonly now: Date;
}

/** Reads and judges every project, and makes one report of them. */
export function runGate(request: GateRequest): GateReport {
  const { baseConfig, baseline } = request;
  const weakenings = baseConfig && compareConfigs(baseConfig, { config: request.config, baseline });
  const config = baseConfig ? keepGateRule(request.config, baseConfig.config) : request.config;
  const judged = request.projects.map((files, index) =>
    // What is said about the configuration is said once, with the first project.
    judgeFiles(files, { ...request, config }, index === 0 ? weakenings : undefined),
  );
  const parts = {
    findings: judged.flatMap((each) => each.findings).sort(byWeight),
    crashes: judged.flatMap((each) => each.crashes),
    notJudged: judged.flatMap((each) => each.notJudged),
  };
  return {
    ...parts,
    projects: judged.map((each) => each.project),
    changes: judged.flatMap((each) => each.changes),
    warnings: judged.flatMap((each) => each.warnings),
    rules: ruleTexts(config),
    failOn: request.failOn,
    verdict: verdictOf(parts, request.failOn),
    counts: countFindings(parts.findings),
  };
}

type Judged = Pick<GateReport, "findings" | "crashes" | "notJudged" | "changes" | "warnings"> & {
  readonly project: JudgedProject;
};

function judgeFiles(
  files: ProjectFiles,
  { cwd, config, baseline, select, now }: GateRequest,
  weakenings: readonly Weakening[] | undefined,
): Judged {
  const loaded = loadSide(files.artifacts, { hasBase: files.baseArtifacts !== undefined });
  const { side: head, warnings } = checkArtifacts(loaded, { folder: files.artifacts });
  const name = head.manifest.metadata.projectName ?? files.shownFolder;
  const base = files.baseArtifacts === undefined ? undefined : compareWith(files.baseArtifacts, head);
  const selectFrom = (selector: string): ReadonlySet<NodeId> =>
    selectNodes(head.graph, {
      select: [selector],
      state: base?.compared.state,
      results: head.runResults,
      sources: head.sources,
      baseSources: base?.compared.side.sources,
    });
  const result = judgeProject(
    {
      name,
      head,
      base: base?.compared,
      baseline,
      weakenings,
      select: selectFrom,
      selected: select === undefined ? undefined : selectFrom(select),
    },
    config,
    now,
  );
  const isJudged = judgedBy(head.graph, config.scope);
  const { dbtVersion, adapterType } = head.manifest.metadata;
  return {
    ...result,
    findings: placeFindings(result.findings, { name, files, cwd, head, base: base?.compared.side, config }),
    changes: base
      ? describeChanges(name, head.graph, base.compared.side.graph, base.compared.state, isJudged)
      : [],
    warnings: [
      ...[...warnings, ...(base?.warnings ?? [])].map((message) => ({ project: name, message })),
      ...result.warnings,
    ],
    project: {
      name,
      folder: files.shownFolder,
      dbtVersion,
      adapterType,
      models: head.graph.byType("model").filter(isJudged).length,
      isCompared: base !== undefined,
    },
  };
}

interface Comparison {
  readonly compared: ComparedBase;
  readonly warnings: readonly string[];
}

function compareWith(folder: string, head: Side): Comparison {
  // Shared reading: nodes that are equal on both sides are one object, which costs neither memory nor comparing.
  const loaded = loadSide(folder, { head });
  const differences = checkComparable(head.manifest, loaded.manifest);
  const { side, warnings } = checkArtifacts(loaded, { folder, prefix: "The base's " });
  return {
    compared: { side, state: compareState(side.graph, head.graph) },
    warnings: [...differences, ...warnings],
  };
}

/** The rule that finds a weaker gate is as strict as in the base: otherwise it would be the first to be switched off. */
function keepGateRule(head: GateConfig, base: GateConfig): GateConfig {
  const before = base.settings.get(weakenedGate.id);
  const after = head.settings.get(weakenedGate.id);
  const settings = new Map(head.settings);
  if (before !== undefined && (after === undefined || isMilder(before.severity, after.severity))) {
    settings.set(weakenedGate.id, before);
  }
  const overrides = head.overrides.map((override) => ({
    select: override.select,
    line: override.line,
    rules: new Map([...override.rules].filter(([id]) => id !== weakenedGate.id)),
  }));
  return { ...head, settings, overrides };
}

function ruleTexts(config: GateConfig): ReadonlyMap<string, RuleText> {
  const isOn = (id: string) =>
    config.settings.get(id)?.severity !== "off" ||
    config.overrides.some((override) => override.rules.has(id));
  return new Map(
    config.rules
      .filter((rule) => isOn(rule.id))
      .map(({ id, title, category, docs }) => [id, { title, category, docs }]),
  );
}

const statusOrder = { new: 0, existing: 1, suppressed: 2 };

/** What counts first, errors before warnings, then by place. */
function byWeight(first: Finding, second: Finding): number {
  return (
    statusOrder[first.status] - statusOrder[second.status] ||
    compare(first.severity, second.severity) ||
    compare(first.file ?? "", second.file ?? "") ||
    (first.line ?? 0) - (second.line ?? 0) ||
    compare(first.rule, second.rule) ||
    compare(first.message, second.message)
  );
}

/** By code units: the same order on every machine, and many times faster than a language's own order. */
function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
