import type { Freshness, Threshold } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { weakenedFreshness } from "./weakened-freshness.ts";

const side = (freshness?: Partial<Freshness>) =>
  project([source("raw.orders", freshness ? { freshness } : {})]);

function found(before?: Partial<Freshness>, after?: Partial<Freshness>): readonly string[] {
  return checkRule(weakenedFreshness, side(after), { base: side(before) }).map(({ message }) => message);
}

const after = (count: number, period: Threshold["period"]): Threshold => ({ count, period });

describe("weakened-freshness", () => {
  it("finds a longer threshold, in whatever unit", () => {
    expect(found({ warnAfter: after(1, "day") }, { warnAfter: after(36, "hour") })).toEqual([
      "is checked for freshness less strictly: warn_after is 36 hours, and was 1 day",
    ]);
    expect(found({ errorAfter: after(90, "minute") }, { errorAfter: after(2, "hour") })).toHaveLength(1);
  });

  it("finds a threshold that is gone, alone or with all others", () => {
    const both = { warnAfter: after(1, "day"), errorAfter: after(2, "day") };
    expect(found(both, { warnAfter: after(1, "day") })).toEqual([
      "is checked for freshness less strictly: error_after is gone, and was 2 days",
    ]);
    expect(found(both)[0]).toContain("warn_after is gone, and was 1 day and error_after is gone");
  });

  it("finds a narrower filter", () => {
    const warnAfter = after(1, "day");
    expect(found({ warnAfter }, { warnAfter, filter: "id > 0" })).toEqual([
      "is checked for freshness less strictly: only rows with id > 0 are looked at",
    ]);
    expect(found({ warnAfter, filter: "id > 0" }, { warnAfter })).toEqual([]);
  });

  it("lets shorter, equal and new thresholds pass", () => {
    expect(found({ warnAfter: after(1, "day") }, { warnAfter: after(24, "hour") })).toEqual([]);
    expect(found({ warnAfter: after(1, "day") }, { warnAfter: after(1, "hour") })).toEqual([]);
    expect(found(undefined, { warnAfter: after(9, "day") })).toEqual([]);
  });

  it("points at the threshold, and tells ways apart", () => {
    const settings = { base: side({ warnAfter: after(1, "day"), errorAfter: after(2, "day") }) };
    const [finding] = checkRule(weakenedFreshness, side(), settings);
    expect(finding?.place).toEqual({ at: "key", path: ["config", "freshness"] });
    expect(finding?.key).toBe("warn_after is gone, and was 1 day; error_after is gone, and was 2 days");
  });

  it("has nothing to say of a new source", () => {
    const head = project([source("raw.new", { freshness: { warnAfter: after(1, "day") } })]);
    expect(checkRule(weakenedFreshness, head, { base: project([]) })).toEqual([]);
  });
});
