/**
 * Why an offset holds no record for us. `control`: a transaction marker. `aborted`: written by a transaction that
 * was given up. `compacted`: the log no longer holds it, though it holds what is around it. `expired`: it lies
 * below the start of the log.
 */
export const gapReasons = ["control", "aborted", "compacted", "expired"] as const;

export type GapReason = (typeof gapReasons)[number];

/** A range of offsets without a record, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason;
}

/** How many offsets the gaps of each reason cover. Reasons without a gap are left out. */
export type GapCounts = Readonly<Partial<Record<GapReason, number>>>;

export function countGaps(gaps: readonly Gap[]): GapCounts {
  const counts: Partial<Record<GapReason, number>> = {};
  for (const { from, to, reason } of gaps) counts[reason] = (counts[reason] ?? 0) + to - from + 1;
  return counts;
}

/** The number of offsets that the counts cover in all. */
export function sumGapCounts(counts: GapCounts): number {
  return gapReasons.reduce((sum, reason) => sum + (counts[reason] ?? 0), 0);
}

/** Joins gaps that touch and have one reason. The gaps must be ascending and must not overlap. */
export function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const gap of gaps) {
    const last = joined.at(-1);
    if (last && last.reason === gap.reason && last.to + 1 === gap.from)
      joined[joined.length - 1] = { ...last, to: gap.to };
    else joined.push(gap);
  }
  return joined;
}

/** The parts of the gaps at or above an offset. */
export function gapsFrom(gaps: readonly Gap[], offset: number): readonly Gap[] {
  return gaps
    .filter(({ to }) => to >= offset)
    .map(({ from, to, reason }) => ({ from: Math.max(from, offset), to, reason }));
}

/** Gaps as a short text, ranges grouped by reason: `control:10,20-21;expired:0-4`. */
export function formatGaps(gaps: readonly Gap[]): string {
  const groups = gapReasons.map((reason) => {
    const ranges = gaps
      .filter((gap) => gap.reason === reason)
      .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
    return ranges.length === 0 ? "" : `${reason}:${ranges.join(",")}`;
  });
  return groups.filter((group) => group !== "").join(";");
}

/** Reads what `formatGaps` wrote, ascending; undefined if the text is not of that form. */
export function parseGaps(text: string): readonly Gap[] | undefined {
  const gaps: Gap[] = [];
  for (const group of text === "" ? [] : text.split(";")) {
    const [name, ranges] = group.split(":");
    const reason = gapReasons.find((known) => known === name);
    if (reason === undefined || ranges === undefined) return undefined;
    for (const range of ranges.split(",")) {
      const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
      if (from === undefined) return undefined;
      gaps.push({ from: Number(from), to: Number(to), reason });
    }
  }
  return gaps.sort((left, right) => left.from - right.from);
}
