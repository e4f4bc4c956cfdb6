import { describe, expect, it } from "vitest";

import { readReplayBounds } from "./replay-bounds.ts";

describe("the bounds of a replay", () => {
  it("are two offsets, or one to the end", () => {
    expect(readReplayBounds("100", "199")).toEqual({ kind: "offsets", from: 100, to: 199 });
    expect(readReplayBounds("7", "7")).toEqual({ kind: "offsets", from: 7, to: 7 });
    expect(readReplayBounds("0", undefined)).toEqual({ kind: "offsets", from: 0, to: undefined });
  });

  it("are two times; a date is its midnight UTC", () => {
    expect(readReplayBounds("2024-07-01", "2024-07-01T14:00:00+02:00")).toEqual({
      kind: "times",
      fromMs: Date.UTC(2024, 6, 1),
      toMs: Date.UTC(2024, 6, 1, 12),
    });
  });

  it.each([
    ["9", "8"],
    ["2024-07-02", "2024-07-02"],
    ["9", "2024-07-02"],
    ["2024-07-02", "9"],
    ["-1", "8"],
    ["yesterday", undefined],
    ["2024-07-01T12:00:00", undefined],
    ["2024-13-01", undefined],
  ])("are not %s and %s", (from, to) => {
    expect(() => readReplayBounds(from, to)).toThrow(
      expect.objectContaining({ code: "INGEST_OPTION_INVALID" }),
    );
  });
});
