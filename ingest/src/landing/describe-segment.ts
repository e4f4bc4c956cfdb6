import type { SegmentContent } from "./pending-segment.ts";
import { countGaps, formatGaps } from "./gap.ts";
import type { DeadReason } from "./landed-record.ts";
import type { SegmentMetadata } from "./segment-metadata.ts";

/** GCS keeps at most 8 KiB of metadata for an object; these two parts of it grow with what the payloads hold. */
const maxInlineGapsLength = 3000;
const maxUnknownFieldsLength = 1500;

/** The part of a segment's metadata that follows from its content. */
export type ContentFacts = Pick<
  SegmentMetadata,
  | "position"
  | "coveredEnd"
  | "records"
  | "violating"
  | "dead"
  | "gapCounts"
  | "gaps"
  | "unknownFields"
  | "lastRecord"
> & {
  /** Whether the gaps are too many for the metadata, so that an object of their own must hold them. */
  readonly hasGapsAside: boolean;
};

/** What a segment's metadata says about its content. */
export function describeContent(content: SegmentContent): ContentFacts {
  const { from, next, lineCount, remarks, gaps, lastRecord } = content;
  const hasGapsAside = formatGaps(gaps).length > maxInlineGapsLength;
  return {
    position: from,
    coveredEnd: next - 1,
    records: lineCount,
    violating: remarks.filter(({ isViolating }) => isViolating).length,
    dead: remarks.filter(({ dead }) => dead).length,
    gapCounts: countGaps(gaps),
    gaps: hasGapsAside ? [] : gaps,
    hasGapsAside,
    unknownFields: mostFrequent(countNames(remarks.flatMap(({ unknownFields }) => unknownFields))),
    ...(lastRecord ? { lastRecord } : {}),
  };
}

/** How many dead letters of each reason a segment has. */
export function countDeadReasons(content: SegmentContent): ReadonlyMap<DeadReason, number> {
  return countNames(content.remarks.flatMap(({ dead }) => dead?.reason ?? []));
}

function countNames<Name extends string>(names: readonly Name[]): ReadonlyMap<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The most frequent names, as many as fit: a payload may invent any number of names of any length. */
function mostFrequent(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const ordered = [...counts].sort(([leftName, left], [rightName, right]) =>
    right === left ? (leftName < rightName ? -1 : 1) : right - left,
  );
  const kept: [string, number][] = [];
  let length = 0;
  for (const [name, count] of ordered) {
    // Every character outside ASCII takes six characters in the metadata.
    length += name.length * 6 + 12;
    if (length > maxUnknownFieldsLength) break;
    kept.push([name, count]);
  }
  return Object.fromEntries(kept);
}
