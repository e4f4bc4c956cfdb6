import type { IngestErrorCode } from "../errors.ts";
import { gapReasons, type GapCounts, type GapReason } from "./gap.ts";
import type { DeadReason } from "./landed-record.ts";
import type { SegmentMetadata } from "./segment-metadata.ts";

/** One partition's share of a run. */
interface PartitionReport {
  readonly partition: number;
  /** Where the chain ended when this worker began. */
  readonly from: number;
  /** Where it ends now: the position of the next segment. */
  readonly next: number;
}

/** A partition that is left alone while the others go on, and why. */
export interface PartitionFault {
  readonly partition: number;
  readonly code: IngestErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** What one run of `landStream` has put into the store. */
export interface LandReport {
  readonly feed: string;
  readonly source: string;
  readonly store: string;
  /** Lines in the new segments, the violating ones among them. */
  readonly records: number;
  readonly violating: number;
  readonly dead: number;
  readonly deadReasons: Readonly<Partial<Record<DeadReason, number>>>;
  readonly gapCounts: GapCounts;
  readonly unknownFields: Readonly<Record<string, number>>;
  readonly segments: number;
  /** Segments that another worker had already written; their records are not counted here. */
  readonly lostRaces: number;
  readonly rawSizeBytes: number;
  readonly partitions: readonly PartitionReport[];
  readonly faults: readonly PartitionFault[];
  /** Whether a run with `once` came to the end; false when it was stopped before, or left a partition alone. */
  readonly isComplete: boolean;
}

/** The counts of a run, as they grow. */
export type LandCounts = Omit<
  LandReport,
  "feed" | "source" | "store" | "partitions" | "faults" | "isComplete"
>;

/** Where a run stands. */
export interface LandProgress extends LandCounts {
  readonly feed: string;
  /** All records that were read, whether they are stored by now, or were stored before. */
  readonly recordsRead: number;
}

export const noCounts: LandCounts = {
  records: 0,
  violating: 0,
  dead: 0,
  deadReasons: {},
  gapCounts: {},
  unknownFields: {},
  segments: 0,
  lostRaces: 0,
  rawSizeBytes: 0,
};

/** The counts with one more created segment. */
export function countSegment(
  counts: LandCounts,
  segment: SegmentMetadata,
  deadReasons: ReadonlyMap<DeadReason, number>,
): LandCounts {
  return {
    ...counts,
    records: counts.records + segment.records,
    violating: counts.violating + segment.violating,
    dead: counts.dead + segment.dead,
    deadReasons: addCounts(counts.deadReasons, Object.fromEntries(deadReasons)),
    gapCounts: addCounts<GapReason>(counts.gapCounts, segment.gapCounts),
    unknownFields: addCounts(counts.unknownFields, segment.unknownFields),
    segments: counts.segments + 1,
    rawSizeBytes: counts.rawSizeBytes + segment.rawSizeBytes,
  };
}

/** The report in one line, for people. */
export function summarizeLanding(report: LandReport): string {
  const { feed, records, violating, dead, gapCounts, segments, lostRaces } = report;
  const parts = [segments === 0 ? "nothing new" : `landed ${records} records in ${segments} segments`];
  if (violating > 0) parts.push(`${violating} of them break their contract`);
  if (dead > 0) parts.push(`${dead} dead letters (${describeCounts(report.deadReasons)})`);
  const gaps = gapReasons.flatMap((reason) => (gapCounts[reason] ? [`${gapCounts[reason]} ${reason}`] : []));
  if (gaps.length > 0) parts.push(`offsets without a record: ${gaps.join(", ")}`);
  const unknown = describeCounts(report.unknownFields);
  if (unknown !== "") parts.push(`fields that the contract does not name: ${unknown}`);
  if (lostRaces > 0) parts.push(`${lostRaces} segments were written by another worker`);
  for (const { partition, code } of report.faults)
    parts.push(`partition ${partition} was left alone (${code})`);
  const ends = report.partitions.map(({ partition, next }) => `${partition}:${next}`).join(" ");
  return `${feed}: ${parts.join("; ")}. Next position by partition: ${ends || "none assigned"}`;
}

function describeCounts(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function addCounts<Name extends string>(
  left: Readonly<Partial<Record<Name, number>>>,
  right: Readonly<Partial<Record<Name, number>>>,
): Readonly<Record<Name, number>> {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const sums = [...names].map((name) => [name, (left[name as Name] ?? 0) + (right[name as Name] ?? 0)]);
  // The names are those of the two records.
  return Object.fromEntries(sums) as Record<Name, number>;
}
