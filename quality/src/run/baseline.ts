import { existsSync, readFileSync, writeFileSync } from "node:fs";

import * as v from "valibot";
import { stringify } from "yaml";

import { parseSettings } from "../config/problems.ts";
import { parseYaml } from "../config/yaml-file.ts";
import { QualityError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { strictMap, text } from "../options.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { acceptedReason, hasExpired, lastDay } from "./suppressions.ts";

const entry = strictMap({
  fingerprint: text,
  rule: v.string(),
  node: v.string(),
  column: v.optional(v.string()),
  reason: acceptedReason,
  expires: v.optional(lastDay),
  measure: v.optional(v.pipe(v.number(), v.finite())),
});

const baselineFile = strictMap({ version: v.literal(1), findings: v.array(entry) });

/** A finding that somebody accepted. `measure`: as bad as it was then; when it gets worse, it counts again. */
export type BaselineEntry = v.InferOutput<typeof entry>;

/** The accepted findings by fingerprint. */
export type Baseline = ReadonlyMap<string, BaselineEntry>;

/** Reads the accepted findings; a file that does not exist holds none. @throws QualityError GATE_BASELINE_INVALID */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file)) return new Map();
  const yaml = parseYaml(file, readFileSync(file, "utf8"));
  if (!("value" in yaml)) {
    const lines = yaml.map((problem) => `${file}:${problem.line} ${problem.message}`);
    throw new QualityError("GATE_BASELINE_INVALID", lines.join("\n"), "Correct the YAML at the named line.");
  }
  const { findings } = parseSettings(yaml, baselineFile, "GATE_BASELINE_INVALID");
  return new Map(findings.map((each) => [each.fingerprint, each]));
}

export interface BaselineDefaults {
  readonly reason: string;
  readonly expires: string | undefined;
  readonly now: Date;
}

/**
 * The baseline that accepts the given findings. Entries that were there keep their reason and expiry date; those
 * that match no finding any more are left out. Findings of nodes that suppress them in meta need no entry.
 */
export function nextBaseline(
  before: Baseline,
  findings: readonly Finding[],
  defaults: BaselineDefaults,
): readonly BaselineEntry[] {
  return findings
    .filter((finding) => finding.suppression?.from !== "meta")
    .map((finding) => entryOf(finding, before, defaults))
    .sort((first, second) => orderOf(first).localeCompare(orderOf(second), "en"));
}

function entryOf(finding: Finding, before: Baseline, defaults: BaselineDefaults): BaselineEntry {
  const fingerprint = fingerprintOf(finding.identity);
  const old = before.get(fingerprint);
  // An entry whose last day is past gets the new date: its finding is accepted anew.
  const expires = old && !hasExpired(old, defaults.now) ? old.expires : defaults.expires;
  return {
    fingerprint,
    rule: finding.rule,
    node: finding.uniqueId,
    ...(finding.column !== undefined && { column: finding.column }),
    reason: old?.reason ?? defaults.reason,
    ...(expires !== undefined && { expires }),
    ...(finding.measure !== undefined && { measure: finding.measure }),
  };
}

export function writeBaseline(file: string, entries: readonly BaselineEntry[]): void {
  const comment =
    "# Findings that this project accepts. Written by `headwater gate baseline`; reasons and dates are yours.";
  writeFileSync(file, `${comment}\n${stringify({ version: 1, findings: entries }, { lineWidth: 0 })}`);
}

function orderOf({ rule, node, column = "", fingerprint }: BaselineEntry): string {
  return `${rule} ${node} ${column} ${fingerprint}`;
}
