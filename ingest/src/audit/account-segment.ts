import { noCounts, type BucketCounts, type Finding } from "./audit-report.ts";
import { formatRanges, joinRanges, type OffsetRange } from "./offset-ranges.ts";
import type { Claim, SegmentClaims } from "./read-segment-claims.ts";

/** What a segment's claims add up to. */
export interface SegmentAccount {
  readonly counts: BucketCounts;
  /** Offsets that the segment answers for and that are in no bucket. */
  readonly unexplained: number;
  readonly findings: readonly Finding[];
}

/** Puts every offset that a segment answers for into exactly one bucket, and says where that fails. */
export function accountSegment(feed: string, segment: SegmentClaims): SegmentAccount {
  const { object, covered } = segment;
  const find = (code: Finding["code"], message: string): Finding => ({ code, feed, place: object, message });
  if (segment.unreadable !== undefined) {
    return {
      counts: noCounts,
      unexplained: covered.to - covered.from + 1,
      findings: [
        find(
          "object-unreadable",
          `offsets ${formatRanges([covered])} cannot be accounted for: ${segment.unreadable}`,
        ),
      ],
    };
  }
  const { missing, repeated, outside } = sweep(covered, segment.claims);
  const counts = { ...noCounts };
  for (const { bucket, from, to } of segment.claims) counts[bucket] += to - from + 1;
  const findings = [
    ...segment.differences.map((difference) => find("object-differs", difference)),
    ...(segment.deadProblem === undefined
      ? []
      : [find("dead-letters-missing", `its dead letters cannot be read: ${segment.deadProblem}`)]),
    ...about(missing, (offsets) =>
      find(
        "offset-unexplained",
        `offsets ${offsets} have no line, no dead letter and no reason to be missing`,
      ),
    ),
    ...about(repeated, (offsets) => find("offset-repeated", `offsets ${offsets} are there more than once`)),
    ...about(outside, (offsets) =>
      find(
        "offset-repeated",
        `offsets ${offsets} are not those of this segment (${formatRanges([covered])})`,
      ),
    ),
  ];
  return { counts, unexplained: missing.reduce((sum, { from, to }) => sum + to - from + 1, 0), findings };
}

function about(ranges: readonly OffsetRange[], describe: (offsets: string) => Finding): readonly Finding[] {
  return ranges.length === 0 ? [] : [describe(formatRanges(joinRanges(ranges)))];
}

/** Walks through the claims in order of offset and collects what is not claimed exactly once. */
function sweep(
  covered: OffsetRange,
  claims: readonly Claim[],
): {
  readonly missing: readonly OffsetRange[];
  readonly repeated: readonly OffsetRange[];
  readonly outside: readonly OffsetRange[];
} {
  const missing: OffsetRange[] = [];
  const repeated: OffsetRange[] = [];
  const outside: OffsetRange[] = [];
  let next = covered.from;
  for (const { from, to } of claims.toSorted((left, right) => left.from - right.from)) {
    if (from < covered.from || to > covered.to || !Number.isInteger(from)) {
      outside.push({ from, to });
      continue;
    }
    if (from > next) missing.push({ from: next, to: from - 1 });
    if (from < next) repeated.push({ from, to: Math.min(to, next - 1) });
    next = Math.max(next, to + 1);
  }
  if (next <= covered.to) missing.push({ from: next, to: covered.to });
  return { missing, repeated, outside };
}
