import { describe, expect, it } from "vitest";

import { isLooserCondition } from "./test-condition.ts";

describe("isLooserCondition", () => {
  it.each([
    ["!= 0", "> 10"],
    [">10", ">= 12"],
    [">= 1", "> 1"],
    ["< 5", "< 4"],
    ["<= 5", "<5"],
    ["> 0", "= 3"],
    ["> 0", "!= 7"],
    ["> 6", "!= 7"],
    ["<= 7", "!= 7"],
    ["!= 0", "between 1 and 5"],
  ])("is true for %s becoming %s", (before, after) => {
    expect(isLooserCondition(before, after)).toBe(true);
  });

  it.each([
    ["!= 0", "> 0"],
    ["> 10", "> 10"],
    ["> 10", ">3"],
    ["> 10", ">= 11"],
    ["= 3", "> 0"],
    ["> 10", "!= 3"],
    ["= 3", "!= 7"],
    ["< 5", "< 6"],
    ["<= 4", "< 5"],
    ["<= 5", "<= 6"],
    ["== 3", ">= 1"],
    ["<> 0", "> 0"],
    ["odd", " odd "],
  ])("is false for %s becoming %s", (before, after) => {
    expect(isLooserCondition(before, after)).toBe(false);
  });
});
