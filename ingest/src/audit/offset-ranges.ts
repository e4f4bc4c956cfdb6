/** Consecutive offsets, or row numbers, both ends included. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Ascending, and neither touching nor overlapping. */
export type OffsetRanges = readonly OffsetRange[];

/** Joins ranges that touch or overlap, in any order. */
export function joinRanges(ranges: readonly OffsetRange[]): OffsetRanges {
  const joined: OffsetRange[] = [];
  for (const range of ranges.toSorted((left, right) => left.from - right.from)) {
    const last = joined.at(-1);
    if (last && range.from <= last.to + 1) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else joined.push({ from: range.from, to: range.to });
  }
  return joined;
}

/** What lies in the first ranges and not in the second ones. */
export function subtractRanges(ranges: OffsetRanges, taken: OffsetRanges): OffsetRanges {
  const left: OffsetRange[] = [];
  let first = 0;
  for (const { from, to } of ranges) {
    let next = from;
    // Ranges that end below this one are below all that follow, too.
    while ((taken[first]?.to ?? Number.POSITIVE_INFINITY) < from) first++;
    for (let at = first; next <= to; at++) {
      const { from: takenFrom, to: takenTo } = taken[at] ?? { from: to + 1, to };
      if (takenFrom > next) left.push({ from: next, to: Math.min(to, takenFrom - 1) });
      if (takenFrom > to) break;
      next = Math.max(next, takenTo + 1);
    }
  }
  return left;
}

/** What lies in both. */
export function intersectRanges(ranges: OffsetRanges, others: OffsetRanges): OffsetRanges {
  return subtractRanges(ranges, subtractRanges(ranges, others));
}

/** How many offsets the ranges hold. */
export function countOffsets(ranges: readonly OffsetRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

const shownRanges = 5;

/** The ranges as a short text, for example `3, 7-9 and 2 more ranges`. */
export function formatRanges(ranges: OffsetRanges): string {
  const texts = ranges
    .slice(0, shownRanges)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  const hidden = ranges.length - shownRanges;
  return texts.join(", ") + (hidden > 0 ? ` and ${hidden} more ${hidden === 1 ? "range" : "ranges"}` : "");
}
