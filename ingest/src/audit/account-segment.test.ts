import { describe, expect, it } from "vitest";

import { accountSegment } from "./account-segment.ts";
import { checkChain } from "./check-chain.ts";
import type { Claim, SegmentClaims } from "./read-segment-claims.ts";

function segment(claims: readonly Claim[], changes: Partial<SegmentClaims> = {}): SegmentClaims {
  return {
    object: "segment",
    covered: { from: 10, to: 19 },
    claims,
    lines: [],
    rows: 0,
    violating: 0,
    crc32c: "AAAAAA==",
    differences: [],
    ...changes,
  };
}

/** What the audit says about the claims, without the place. */
function judge(...claims: Claim[]): { readonly unexplained: number; readonly codes: readonly string[] } {
  const { unexplained, findings } = accountSegment("feed", segment(claims));
  return { unexplained, codes: findings.map(({ code, message }) => `${code}: ${message}`) };
}

describe("accountSegment", () => {
  it("is content when every offset is claimed once, in whatever order", () => {
    expect(judge({ from: 15, to: 19, bucket: "compacted" }, { from: 10, to: 14, bucket: "landed" })).toEqual({
      unexplained: 0,
      codes: [],
    });
  });

  it("names offsets that nothing claims, at the start, in between and at the end", () => {
    expect(judge({ from: 11, to: 12, bucket: "landed" }, { from: 15, to: 18, bucket: "dead" })).toEqual({
      unexplained: 4,
      codes: [
        "offset-unexplained: offsets 10, 13-14, 19 have no line, no dead letter and no reason to be missing",
      ],
    });
  });

  it("names offsets that are claimed twice", () => {
    expect(
      judge({ from: 10, to: 19, bucket: "landed" }, { from: 12, to: 13, bucket: "aborted" }).codes,
    ).toEqual(["offset-repeated: offsets 12-13 are there more than once"]);
  });

  it("names offsets that the segment does not answer for", () => {
    expect(
      judge({ from: 10, to: 19, bucket: "landed" }, { from: 20, to: 20, bucket: "landed" }).codes,
    ).toEqual(["offset-repeated: offsets 20 are not those of this segment (10-19)"]);
  });

  it("leaves every offset of an unreadable segment unexplained", () => {
    const account = accountSegment("feed", segment([], { unreadable: "it is gone" }));
    expect(account.unexplained).toBe(10);
    expect(account.findings).toMatchObject([
      { code: "object-unreadable", message: "offsets 10-19 cannot be accounted for: it is gone" },
    ]);
  });
});

describe("checkChain", () => {
  const at = (from: number, to: number): { object: string; covered: { from: number; to: number } } => ({
    object: `segment ${from}`,
    covered: { from, to },
  });

  it("is content when each segment begins where the one before it ended", () => {
    expect(checkChain("feed", "t/1/0", [at(0, 4), at(5, 9)])).toEqual({
      unexplained: 0,
      end: 10,
      findings: [],
    });
  });

  it("names offsets that no segment answers for, those before the first one too", () => {
    const check = checkChain("feed", "t/1/0", [at(2, 4), at(8, 9)]);
    expect(check).toMatchObject({ unexplained: 5, end: 10 });
    expect(check.findings.map(({ place }) => place)).toEqual(["t/1/0 offsets 0-1", "t/1/0 offsets 5-7"]);
  });

  it("names offsets that two segments answer for", () => {
    expect(checkChain("feed", "t/1/0", [at(0, 6), at(5, 9)]).findings).toMatchObject([
      { code: "chain-overlap", place: "t/1/0 offsets 5-6" },
    ]);
  });
});
