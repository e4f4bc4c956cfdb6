import type { Finding } from "./audit-report.ts";
import {
  formatRanges,
  intersectRanges,
  joinRanges,
  type OffsetRange,
  type OffsetRanges,
} from "./offset-ranges.ts";
import type { Claim } from "./read-segment-claims.ts";
import type { TopicContent } from "./topic-content.ts";

/** What the segments of a partition say about its offsets, in the classes that a topic's log can tell apart. */
export type ClaimedOffsets = Readonly<
  Record<"records" | "control" | "aborted" | "compacted" | "expired", OffsetRanges>
>;

type ClaimClass = keyof ClaimedOffsets;

const classOf: Readonly<Record<Claim["bucket"], ClaimClass>> = {
  landed: "records",
  violating: "records",
  dead: "records",
  control: "control",
  aborted: "aborted",
  compacted: "compacted",
  expired: "expired",
};

/** The claims of one or more segments by class. */
export function claimedOffsets(claims: readonly Claim[]): ClaimedOffsets {
  const byClass: Record<ClaimClass, OffsetRange[]> = {
    records: [],
    control: [],
    aborted: [],
    compacted: [],
    expired: [],
  };
  for (const { bucket, from, to } of claims) byClass[classOf[bucket]].push({ from, to });
  return joinClaims([byClass]);
}

/** What several segments say together. */
export function joinClaims(all: readonly ClaimedOffsets[]): ClaimedOffsets {
  const join = (name: ClaimClass): OffsetRanges => joinRanges(all.flatMap((claimed) => claimed[name]));
  return {
    records: join("records"),
    control: join("control"),
    aborted: join("aborted"),
    compacted: join("compacted"),
    expired: join("expired"),
  };
}

/** What a log can hold where the segments say the first: anything else was lost or made up. */
const words = {
  records: "a record",
  control: "a transaction's marker",
  aborted: "what a transaction gave up",
} as const;
const claimWords: Readonly<Record<ClaimClass, string>> = {
  ...words,
  compacted: "something that compaction took",
  expired: "something that retention took",
};

/**
 * Compares what the segments say with what the topic's log holds at the same offsets. The log may have lost since what
 * was landed; but what it has must be what the segments say, and compaction is only believed where the topic allows it.
 */
export function compareTopic(
  feed: string,
  partition: string,
  claimed: ClaimedOffsets,
  topic: TopicContent,
  isCompacted: boolean,
): readonly Finding[] {
  const about = (ranges: OffsetRanges, message: string): readonly Finding[] =>
    ranges.length === 0
      ? []
      : [{ code: "topic-differs", feed, place: `${partition} offsets ${formatRanges(ranges)}`, message }];
  const contradictions = (["records", "control", "aborted", "compacted", "expired"] as const).flatMap(
    (claim) =>
      (["records", "control", "aborted"] as const)
        .filter((found) => found !== claim)
        .flatMap((found) =>
          about(
            intersectRanges(claimed[claim], topic[found]),
            `the topic has ${words[found]} there, the segments say that it was ${claimWords[claim]}`,
          ),
        ),
  );
  const unexpected = isCompacted
    ? []
    : about(claimed.compacted, "the segments say that compaction took them, and the topic is not compacted");
  return [...contradictions, ...unexpected];
}
