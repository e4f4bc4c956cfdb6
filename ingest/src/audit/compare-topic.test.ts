import { describe, expect, it } from "vitest";

import { claimedOffsets, compareTopic, joinClaims, type ClaimedOffsets } from "./compare-topic.ts";
import type { Claim } from "./read-segment-claims.ts";
import type { TopicContent } from "./topic-content.ts";

const log: TopicContent = {
  records: [{ from: 0, to: 9 }],
  control: [{ from: 10, to: 10 }],
  aborted: [{ from: 11, to: 12 }],
  start: 0,
};
const told: readonly Claim[] = [
  { bucket: "landed", from: 0, to: 6 },
  { bucket: "violating", from: 7, to: 8 },
  { bucket: "dead", from: 9, to: 9 },
  { bucket: "control", from: 10, to: 10 },
  { bucket: "aborted", from: 11, to: 12 },
];

function compare(claims: readonly Claim[], topic = log, isCompacted = false): readonly string[] {
  return compareTopic("readings", "readings/1/0", claimedOffsets(claims), topic, isCompacted).map(
    ({ place, message }) => `${place}: ${message}`,
  );
}

/** The claims, and one more that goes before them. */
const instead = (claim: Claim): readonly Claim[] => [
  ...told.flatMap((each) => {
    if (each.to < claim.from || each.from > claim.to) return [each];
    return [
      { ...each, to: claim.from - 1 },
      { ...each, from: claim.to + 1 },
    ].filter(({ from, to }) => from <= to);
  }),
  claim,
];

describe("the comparison of segments with their live topic", () => {
  it("finds nothing where both say the same", () => {
    expect(compare(told)).toEqual([]);
  });

  it("finds nothing where the log has lost since what was landed", () => {
    expect(compare(told, { records: [], control: [], aborted: [], start: 13 })).toEqual([]);
  });

  it.each<[Claim["bucket"], string]>([
    ["control", "a transaction's marker"],
    ["aborted", "what a transaction gave up"],
    ["compacted", "something that compaction took"],
    ["expired", "something that retention took"],
  ])("names records that are landed as %s", (bucket, words) => {
    expect(compare(instead({ bucket, from: 3, to: 4 }), log, true)).toEqual([
      `readings/1/0 offsets 3-4: the topic has a record there, the segments say that it was ${words}`,
    ]);
  });

  it("names records that are made up", () => {
    expect(compare(instead({ bucket: "landed", from: 10, to: 11 }))).toEqual([
      "readings/1/0 offsets 10: the topic has a transaction's marker there, the segments say that it was a record",
      "readings/1/0 offsets 11: the topic has what a transaction gave up there, the segments say that it was a record",
    ]);
  });

  it("believes in compaction only where the topic's policy allows it", () => {
    const claims: readonly Claim[] = [{ bucket: "compacted", from: 20, to: 29 }];
    expect(compare(claims, log, true)).toEqual([]);
    expect(compare(claims)).toEqual([
      "readings/1/0 offsets 20-29: the segments say that compaction took them, and the topic is not compacted",
    ]);
  });

  it("takes the segments of a partition together", () => {
    const parts: readonly ClaimedOffsets[] = told.map((claim) => claimedOffsets([claim]));
    expect(joinClaims(parts)).toEqual(claimedOffsets(told));
    expect(joinClaims(parts).records).toEqual([{ from: 0, to: 9 }]);
  });
});
