import type { ChaosOutcome } from "./run-chaos.ts";
import type { StepReport } from "./chaos-steps.ts";

/** What was done and what came of it, as a table to print. */
export function describeChaos(outcome: ChaosOutcome): string {
  const { plan, steps, counts, landing, findings, crashes } = outcome;
  const records = landing.segments.flatMap((segment) => segment.records);
  const gaps = new Map<string, number>();
  for (const { from, to, reason } of landing.segments.flatMap((segment) => segment.gaps)) {
    gaps.set(reason, (gaps.get(reason) ?? 0) + to - from + 1);
  }
  const rows: readonly (readonly [string, string | number])[] = [
    ["seed", plan.seed],
    ["duration", `${Math.round(outcome.tookMs / 1000)} s`],
    ["kills (kill -9)", steps.reduce((sum, { kills }) => sum + kills, 0)],
    ...countSteps(steps),
    ...[...counts].sort(([left], [right]) => (left < right ? -1 : 1)),
    ["assignments, all workers", outcome.rebalances],
    ["workers started again, no broker at their start", outcome.restarts],
    ["races lost", outcome.racesLost],
    ["records acknowledged to the producer", outcome.acknowledged],
    ["transactions", outcome.transactions],
    ["sends that failed", outcome.producerFailures],
    ["segments", landing.segments.length],
    ["lines", records.filter(({ kind }) => kind === "line").length],
    ["dead letters", records.filter(({ kind }) => kind === "dead").length],
    ...[...gaps].map(([reason, count]) => [`gaps: ${reason}`, count] as const),
    ["objects aside that no segment names", landing.orphans.length],
    ["records a plain consumer still finds", outcome.consumed],
    ["workers that ended badly", crashes.length],
    ["findings", findings.length],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const schedule = steps.map(
    ({ step, tookMs, note }) => `  ${`${Math.round(tookMs / 100) / 10} s`.padStart(7)}  ${step}: ${note}`,
  );
  const table = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return ["what happened, in this order", ...schedule, "", "what came of it", ...table, ""].join("\n");
}

function countSteps(steps: readonly StepReport[]): readonly (readonly [string, number])[] {
  const bySteps = Map.groupBy(steps, ({ step }) => step);
  const late = steps.filter(({ note }) => note.endsWith("not committed")).length;
  return [
    ...[...bySteps].map(([step, done]) => [step, done.length] as const),
    ["of the kills before commit, not committed", late],
  ];
}
