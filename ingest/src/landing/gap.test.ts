import { describe, expect, it } from "vitest";

import { countGaps, formatGaps, gapsFrom, joinGaps, parseGaps, sumGapCounts, type Gap } from "./gap.ts";

const gaps: readonly Gap[] = [
  { from: 0, to: 4, reason: "expired" },
  { from: 10, to: 10, reason: "control" },
  { from: 11, to: 12, reason: "aborted" },
  { from: 20, to: 21, reason: "control" },
];

describe("gaps", () => {
  it("are written by reason and read back in order", () => {
    expect(formatGaps(gaps)).toBe("control:10,20-21;aborted:11-12;expired:0-4");
    expect(parseGaps(formatGaps(gaps))).toEqual(gaps);
    expect(parseGaps(formatGaps([]))).toEqual([]);
  });

  it.each(["control", "unheard-of:1-2", "control:1-", "control:a"])("%j is refused", (text) => {
    expect(parseGaps(text)).toBeUndefined();
  });

  it("are counted by the offsets they cover", () => {
    expect(countGaps(gaps)).toEqual({ expired: 5, control: 3, aborted: 2 });
    expect(sumGapCounts(countGaps(gaps))).toBe(10);
  });

  it("are joined when they touch and have one reason", () => {
    const touching: readonly Gap[] = [
      { from: 1, to: 2, reason: "aborted" },
      { from: 3, to: 5, reason: "aborted" },
      { from: 6, to: 6, reason: "control" },
    ];
    expect(joinGaps(touching)).toEqual([
      { from: 1, to: 5, reason: "aborted" },
      { from: 6, to: 6, reason: "control" },
    ]);
  });

  it("are cut at an offset", () => {
    expect(gapsFrom(gaps, 12)).toEqual([
      { from: 12, to: 12, reason: "aborted" },
      { from: 20, to: 21, reason: "control" },
    ]);
  });
});
