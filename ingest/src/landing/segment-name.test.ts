import { describe, expect, it } from "vitest";

import {
  chainFactsName,
  parseSegmentName,
  requireSegmentName,
  segmentName,
  sideObjectName,
} from "./segment-name.ts";

const id = { feed: "climate_records", topic: "climate.records", epoch: 2, partition: 10, position: 12_345 };

describe("segmentName", () => {
  it("pads the position, so that names sort as positions do", () => {
    expect(segmentName(id)).toBe("climate_records/climate.records/2/10/00000000000000012345.ndjson.gz");
  });

  it("can be read back", () => {
    expect(parseSegmentName(segmentName(id))).toEqual(id);
    expect(parseSegmentName(segmentName(id, "zstd"))).toEqual(id);
  });
});

describe("parseSegmentName", () => {
  it.each([
    sideObjectName("climate_records", "dead", "abc"),
    chainFactsName({ feed: "climate_records", topic: "climate.records", epoch: 2 }),
    "air_quality/batch/air_quality/000001.ndjson.gz",
    "feed/topic/1/0/12345.ndjson.gz",
  ])("knows that %s is no segment", (name) => {
    expect(parseSegmentName(name)).toBeUndefined();
    expect(() => requireSegmentName(name)).toThrow(name);
  });
});
