import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";

import {
  countOffsets,
  formatRanges,
  intersectRanges,
  joinRanges,
  subtractRanges,
  type OffsetRange,
} from "./offset-ranges.ts";

const ranges = array(
  tuple(integer({ min: 0, max: 40 }), integer({ min: 0, max: 6 })).map(([from, length]) => ({
    from,
    to: from + length,
  })),
  { maxLength: 8 },
);

function toSet(list: readonly OffsetRange[]): Set<number> {
  const offsets = new Set<number>();
  for (const { from, to } of list) for (let offset = from; offset <= to; offset++) offsets.add(offset);
  return offsets;
}

describe("offset ranges", () => {
  it("are joined where they touch or overlap", () => {
    const joined = joinRanges([
      { from: 7, to: 9 },
      { from: 0, to: 2 },
      { from: 3, to: 4 },
      { from: 8, to: 12 },
    ]);
    expect(joined).toEqual([
      { from: 0, to: 4 },
      { from: 7, to: 12 },
    ]);
  });

  it("are subtracted as sets are", () => {
    assert(
      property(ranges, ranges, (left, right) => {
        const difference = subtractRanges(joinRanges(left), joinRanges(right));
        expect(toSet(difference)).toEqual(toSet(left).difference(toSet(right)));
        expect(countOffsets(difference)).toBe(toSet(difference).size);
      }),
    );
  });

  it("have in common what sets have", () => {
    assert(
      property(ranges, ranges, (left, right) => {
        const common = intersectRanges(joinRanges(left), joinRanges(right));
        expect(toSet(common)).toEqual(toSet(left).intersection(toSet(right)));
      }),
    );
  });

  it("are written shortly, however many there are", () => {
    expect(
      formatRanges([
        { from: 3, to: 3 },
        { from: 7, to: 9 },
      ]),
    ).toBe("3, 7-9");
    const many = Array.from({ length: 8 }, (_, at) => ({ from: at * 2, to: at * 2 }));
    expect(formatRanges(many)).toBe("0, 2, 4, 6, 8 and 3 more ranges");
  });
});
