import type { Finding } from "./audit-report.ts";
import { formatRanges, type OffsetRange } from "./offset-ranges.ts";

/** What is wrong between the segments of a partition. */
export interface ChainCheck {
  /** Offsets below the chain's end that no segment answers for. */
  readonly unexplained: number;
  /** The offset after the last one that a segment answers for. */
  readonly end: number;
  readonly findings: readonly Finding[];
}

/** Checks that each segment begins where the one before it ended, from offset 0 on. They must be in order. */
export function checkChain(
  feed: string,
  partition: string,
  segments: readonly { readonly object: string; readonly covered: OffsetRange }[],
): ChainCheck {
  const findings: Finding[] = [];
  let unexplained = 0;
  let end = 0;
  for (const { object, covered } of segments) {
    if (covered.from > end) {
      unexplained += covered.from - end;
      findings.push({
        code: "chain-gap",
        feed,
        place: `${partition} offsets ${formatRanges([{ from: end, to: covered.from - 1 }])}`,
        message: `no segment answers for them; the next one is ${object}`,
      });
    }
    if (covered.from < end) {
      findings.push({
        code: "chain-overlap",
        feed,
        place: `${partition} offsets ${formatRanges([{ from: covered.from, to: Math.min(end - 1, covered.to) }])}`,
        message: `${object} answers for them, and so does the segment before it`,
      });
    }
    end = Math.max(end, covered.to + 1);
  }
  return { unexplained, end, findings };
}
