import type { Counts, Verdict } from "../run/report.ts";

/** "1 model", "2 models". */
export function amountOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: "passed",
  fail: "failed",
  "cannot-judge": "cannot judge",
  crash: "crashed",
};

/** "2 errors and 1 warning count; 14 findings are existing, 2 suppressed". */
export function countedWords({ errors, warnings, cannotJudge, existing, suppressed }: Counts): string {
  const counting = `${amountOf(errors, "error")}, ${amountOf(warnings, "warning")}`;
  const unsure = cannotJudge > 0 ? ` (${cannotJudge} cannot be judged)` : "";
  const rest = [existing > 0 && `${existing} existing`, suppressed > 0 && `${suppressed} suppressed`].filter(
    Boolean,
  );
  return rest.length > 0 ? `${counting}${unsure}; not counted: ${rest.join(", ")}` : `${counting}${unsure}`;
}
