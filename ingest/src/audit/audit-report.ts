import type { Disposition } from "../silver/run-silver.ts";

/** Where an offset of a partition can have gone. Every offset is in exactly one bucket. */
export const buckets = [
  "landed",
  "violating",
  "dead",
  "control",
  "aborted",
  "compacted",
  "expired",
  "inFlight",
] as const;
export type Bucket = (typeof buckets)[number];
export type BucketCounts = Readonly<Record<Bucket, number>>;

/** How far an audit goes: to the landed objects alone, to Bronze, or to Silver. */
export const auditStages = ["land", "load", "silver"] as const;
export type AuditStage = (typeof auditStages)[number];

/** What kind of thing cannot be explained. */
export type FindingCode =
  | "object-unreadable"
  | "object-differs"
  | "chain-gap"
  | "chain-overlap"
  | "offset-unexplained"
  | "offset-repeated"
  | "dead-letters-missing"
  | "topic-differs"
  | "topic-recreated"
  | "version-missing"
  | "bronze-missing"
  | "bronze-surplus"
  | "bronze-differs"
  | "ledger-missing"
  | "ledger-surplus"
  | "ledger-differs"
  | "silver-missing"
  | "silver-surplus";

/** Something that the audit cannot explain. */
export interface Finding {
  readonly code: FindingCode;
  readonly feed: string;
  /** The object, or the partition with its offsets, or the table. */
  readonly place: string;
  readonly message: string;
}

/** What became of the offsets of one partition in one life of its topic. */
export interface PartitionAccount {
  readonly topic: string;
  readonly epoch: number;
  readonly partition: number;
  readonly segments: number;
  /** The offsets up to the end of the chain, or up to the topic's end where that is known. */
  readonly offsets: number;
  readonly counts: BucketCounts;
  /** Offsets in no bucket. */
  readonly unexplained: number;
  /** Undefined where the audit ended before Bronze. */
  readonly bronzeRows: number | undefined;
}

/** What became of the events of one stream in Silver. */
export interface SilverAccount {
  /** Events by disposition, as Silver's ledger has them. */
  readonly events: Readonly<Record<Disposition, number>>;
  /** Rows of the Silver table: one for each current event. */
  readonly rows: number;
  readonly quarantineRows: number;
}

export interface StreamAudit {
  readonly feed: string;
  readonly partitions: readonly PartitionAccount[];
  /** The sums over all partitions. */
  readonly counts: BucketCounts;
  /** Undefined where the audit ended before. */
  readonly bronzeRows: number | undefined;
  readonly silver: SilverAccount | undefined;
}

export interface BatchAudit {
  readonly feed: string;
  /** Landed versions of all files. */
  readonly objects: number;
  readonly rows: number;
  /** Undefined where the audit ended before Bronze. */
  readonly bronzeRows: number | undefined;
}

export interface AuditReport {
  readonly streams: readonly StreamAudit[];
  readonly batches: readonly BatchAudit[];
  /** Empty when everything is explained. */
  readonly findings: readonly Finding[];
}

export const noCounts: BucketCounts = {
  landed: 0,
  violating: 0,
  dead: 0,
  control: 0,
  aborted: 0,
  compacted: 0,
  expired: 0,
  inFlight: 0,
};

/** Adds counts bucket by bucket. */
export function sumCounts(all: readonly BucketCounts[]): BucketCounts {
  const sums = { ...noCounts };
  for (const counts of all) for (const bucket of buckets) sums[bucket] += counts[bucket];
  return sums;
}
