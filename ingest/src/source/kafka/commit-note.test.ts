import { expect, it } from "vitest";

import { readCommit, writeCommitNote } from "./commit-note.ts";

const landed = { partition: 3, position: 120, lastSegment: 100 };
const offset = { partition: 3, offset: "120" };

it("is read back as it was written", () => {
  expect(readCommit(2, { ...offset, metadata: writeCommitNote(2, landed) })).toEqual(landed);
  const first = { partition: 3, position: 120 };
  expect(readCommit(2, { ...offset, metadata: writeCommitNote(2, first) })).toEqual(first);
});

it("says nothing about another epoch, nor where nothing is committed", () => {
  expect(readCommit(1, { ...offset, metadata: writeCommitNote(2, landed) })).toBeUndefined();
  expect(readCommit(2, { partition: 3, offset: "-1", metadata: null })).toBeUndefined();
});

it("is only an offset where somebody else has set it", () => {
  expect(readCommit(2, { ...offset, metadata: null })).toEqual({ partition: 3, position: 120 });
  expect(readCommit(2, { ...offset, metadata: "by hand" })).toEqual({ partition: 3, position: 120 });
});
