import { describe, expect, it } from "vitest";

import { readBrokers, readCount, readDurationMs, readSizeBytes } from "./option-values.ts";

describe("option values", () => {
  it.each([
    [readSizeBytes, "1024", 1024],
    [readSizeBytes, "32MiB", 33_554_432],
    [readSizeBytes, "1GiB", 1_073_741_824],
    [readCount, "250000", 250_000],
    [readDurationMs, "30s", 30_000],
    [readDurationMs, "5m", 300_000],
    [readDurationMs, "2h", 7_200_000],
  ])("%o reads %s", (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it("reads one broker or several", () => {
    expect(readBrokers("a:1, b.example:9092")).toEqual(["a:1", "b.example:9092"]);
  });

  it.each([
    [readSizeBytes, "0"],
    [readSizeBytes, "32MB"],
    [readSizeBytes, "-1"],
    [readCount, "1.5"],
    [readCount, ""],
    [readDurationMs, "5"],
    [readDurationMs, "0s"],
    [readBrokers, "localhost"],
    [readBrokers, "a:1,"],
  ])("%o refuses %j and says what to give", (read, text) => {
    expect(() => read(text)).toThrow("Give ");
  });
});
