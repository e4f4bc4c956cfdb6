import { afterAll, beforeAll, expect, it } from "vitest";

import { temporaryFolder } from "../rig/headwater.ts";
import { makeCorpus } from "./fuzz/corpus.ts";
import { faultOf, type FuzzOutcome, runFuzz } from "./fuzz/run-fuzz.ts";

/**
 * HEADWATER_FUZZ_CASES=10000 runs more of them, and HEADWATER_FUZZ_SEED begins with another one; a single case is
 * made again with its seed and HEADWATER_FUZZ_CASES=1.
 */
const caseCount = Number(process.env["HEADWATER_FUZZ_CASES"] ?? 500);
const firstSeed = Number(process.env["HEADWATER_FUZZ_SEED"] ?? 1);

const folder = temporaryFolder("fuzz");
const corpus = `${folder.path}/corpus`;

beforeAll(() => makeCorpus(corpus));
afterAll(() => folder[Symbol.dispose]());

it(
  `${caseCount} damaged artifacts end in findings or in exit code 2, within 5 seconds each`,
  async () => {
    const seeds = Array.from({ length: caseCount }, (_, index) => firstSeed + index);
    const outcomes = await runFuzz(corpus, `${folder.path}/case`, seeds);
    console.log(summaryOf(outcomes));
    const faults = outcomes.flatMap((outcome) => {
      const fault = faultOf(outcome);
      return fault === undefined ? [] : [{ seed: outcome.seed, fault, mutations: outcome.mutations }];
    });
    expect(faults).toEqual([]);
    expect(outcomes).toHaveLength(caseCount);
    // Otherwise nothing was damaged, or everything was refused.
    for (const exitCode of [1, 2])
      expect(outcomes.some((outcome) => outcome.exitCode === exitCode)).toBe(true);
  },
  60_000 + caseCount * 1_000,
);

function summaryOf(outcomes: readonly FuzzOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { exitCode } of outcomes) {
    const name = exitCode === undefined ? "thrown" : `exit ${exitCode}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const slowestMs = Math.max(...outcomes.map((outcome) => outcome.elapsedMs));
  const parts = [...counts].map(([name, count]) => `${count} × ${name}`);
  return `${outcomes.length} cases: ${parts.join(", ")}; the slowest took ${Math.round(slowestMs)} ms`;
}
