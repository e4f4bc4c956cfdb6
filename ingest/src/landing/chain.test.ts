import { describe, expect, it } from "vitest";

import * as chain from "./chain.ts";

/** A chain that has 0 to 9 stored, 10 to 19 and 20 to 29 sealed, and 30 to 34 open. */
const busy: chain.ChainState = { durable: 10, sealedEnds: [20, 30], expected: 35 };

describe("offer", () => {
  it("takes a batch that continues the expected position", () => {
    expect(chain.offer(busy, { from: 35, next: 40 })).toEqual({ from: 35, next: 40 });
  });

  it("takes only the part of a batch that is new", () => {
    expect(chain.offer(busy, { from: 30, next: 40 })).toEqual({ from: 35, next: 40 });
  });

  it("knows a batch that is all below", () => {
    expect(chain.offer(busy, { from: 0, next: 35 })).toBe("known");
  });

  it("refuses a batch that would leave a gap", () => {
    expect(chain.offer(busy, { from: 36, next: 40 })).toBe("refused");
  });
});

describe("seal", () => {
  it("ends the open segment at the expected position", () => {
    expect(chain.seal(busy).sealedEnds).toEqual([20, 30, 35]);
  });

  it("makes no empty segment", () => {
    const sealed = chain.seal(busy);
    expect(chain.seal(sealed)).toBe(sealed);
    expect(chain.seal(chain.startChain(7)).sealedEnds).toEqual([]);
  });
});

describe("a segment that was created", () => {
  it("moves the stored end, and the next one begins there", () => {
    expect(chain.nextSegment(busy)).toEqual({ from: 10, next: 20 });
    expect(chain.nextSegment(chain.segmentCreated(busy))).toEqual({ from: 20, next: 30 });
  });
});

describe("a segment that another writer created first", () => {
  it("leaves the rest of ours to go on from the winner's end", () => {
    const after = chain.segmentLost(busy, 15);
    expect(after).toEqual({ durable: 15, sealedEnds: [20, 30], expected: 35 });
    expect(chain.nextSegment(after)).toEqual({ from: 15, next: 20 });
  });

  it("drops every sealed segment that the winner covers", () => {
    expect(chain.segmentLost(busy, 32)).toEqual({ durable: 32, sealedEnds: [], expected: 35 });
  });

  it("moves reading on when the winner is further than we are", () => {
    expect(chain.segmentLost(busy, 50)).toEqual({ durable: 50, sealedEnds: [], expected: 50 });
  });
});

describe("endOfChain", () => {
  it("is 0 without a segment, and one past the last covered offset with some", () => {
    expect(chain.endOfChain([], "p/")).toBe(0);
    const segments = [
      { position: 0, coveredEnd: 4 },
      { position: 5, coveredEnd: 9 },
    ];
    expect(chain.endOfChain(segments, "p/")).toBe(10);
  });

  it("names the first segment that is missing", () => {
    const segments = [
      { position: 0, coveredEnd: 4 },
      { position: 9, coveredEnd: 12 },
    ];
    expect(() => chain.endOfChain(segments, "p/")).toThrow(
      "A segment is missing under p/: expected one at position 5, found one at 9",
    );
  });

  it("notices segments that overlap", () => {
    const segments = [
      { position: 0, coveredEnd: 4 },
      { position: 3, coveredEnd: 12 },
    ];
    expect(() => chain.endOfChain(segments, "p/")).toThrow("Two segments overlap under p/");
  });
});
