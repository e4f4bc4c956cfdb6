import { describe, expect, it } from "vitest";

import { encodeSegmentMetadata, parseSegmentMetadata, type SegmentMetadata } from "./segment-metadata.ts";

const plain: SegmentMetadata = {
  feed: "climate_records",
  topic: "climate_records",
  epoch: 1,
  partition: 2,
  position: 100,
  coveredEnd: 109,
  records: 7,
  violating: 1,
  dead: 0,
  gapCounts: { control: 2, aborted: 1 },
  gaps: [
    { from: 103, to: 103, reason: "aborted" },
    { from: 104, to: 105, reason: "control" },
  ],
  unknownFields: { größe: 2 },
  compression: "gzip",
  rawSizeBytes: 1234,
  crc32c: "4waSgw==",
  writer: "w-1",
  landedAt: "2026-01-02T03:04:05.000Z",
};
const segment: SegmentMetadata = {
  ...plain,
  records: 6,
  dead: 1,
  deadObject: "climate_records/_dead/a1.ndjson.gz",
  lastRecord: { offset: 109, timestampMs: -1, sha256: "0f".repeat(32) },
  topicId: "AAAAAAAAAAAAAAAAAAAAAQ",
};

describe("segment metadata", () => {
  it("is read back as it was written", () => {
    expect(parseSegmentMetadata("name", encodeSegmentMetadata(segment))).toEqual(segment);
  });

  it("leaves out what is not there", () => {
    const encoded = encodeSegmentMetadata(plain);
    expect(Object.keys(encoded)).not.toContain("deadObject");
    expect(parseSegmentMetadata("name", encoded)).toEqual(plain);
  });

  it("says gzip where it is older than the choice", () => {
    const { compression, ...older } = encodeSegmentMetadata({ ...plain, compression: "zstd" });
    expect(compression).toBe("zstd");
    expect(parseSegmentMetadata("name", older).compression).toBe("gzip");
  });

  it("is ASCII, because it travels in HTTP headers", () => {
    expect(Object.values(encodeSegmentMetadata(segment)).join("")).toMatch(/^[\u0020-\u007e]*$/);
  });

  it("is refused when its counts do not add up to what it answers for", () => {
    const metadata = { ...encodeSegmentMetadata(segment), records: "5" };
    expect(() => parseSegmentMetadata("the/segment", metadata)).toThrow(
      "The metadata of segment the/segment cannot be used: it answers for 10 offsets but counts 9",
    );
  });

  it("is refused with the names of the fields that are missing or wrong", () => {
    const metadata = { ...encodeSegmentMetadata(segment), coveredEnd: "-1", gaps: "nonsense" };
    expect(() => parseSegmentMetadata("the/segment", metadata)).toThrow(/coveredEnd .*gaps is not a list/);
  });
});
