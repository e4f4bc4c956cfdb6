import type { Writable } from "node:stream";

import type { ConversionProblem } from "../simulate/stream-converter.ts";
import type { EventFile } from "../produce/event-file.ts";
import type { LineCounts } from "../produce/produced-lines.ts";

const shownProblems = 20;

/** A stream such as process.stdout as an output of lines; waits until the reader has taken them. */
export function streamOutput(stream: Writable): EventFile {
  return {
    write: async (lines) =>
      await new Promise((written, failed) => {
        stream.write(lines.map((line) => `${line}\n`).join(""), (error) =>
          error ? failed(error) : written(),
        );
      }),
    finish: async () => undefined,
    discard: async () => undefined,
  };
}

/** What is not plain about the lines, for example " (20 late, 3 with a planted pattern)"; empty if all are plain. */
export function describeKinds({ byKind, planted }: LineCounts): string {
  const parts: readonly (readonly [number, string])[] = [
    [byKind.late, "late"],
    [byKind.duplicate, "repeated"],
    [byKind.malformed_json, "no JSON"],
    [byKind.contract_violation, "against the contract"],
    [planted, "with a planted pattern"],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

/** The rows that became no event, as lines for a person. */
export function describeProblems(problems: readonly ConversionProblem[]): readonly string[] {
  if (problems.length === 0) return [];
  const shown = problems
    .slice(0, shownProblems)
    .map(({ path: file, row, message }) => `${file} row ${row}: ${message}`);
  const hidden = problems.length - shownProblems;
  const rest = hidden > 0 ? `; ${hidden} of them are not shown` : "";
  return [...shown, `${problems.length} rows became no event${rest}.`];
}
