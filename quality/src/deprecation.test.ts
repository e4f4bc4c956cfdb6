import { describe, expect, it } from "vitest";

import { deprecationDay, isDeprecated } from "./deprecation.ts";
import { model } from "./testing/nodes.ts";

const until = (deprecationDate?: string) =>
  model("orders", deprecationDate === undefined ? {} : { deprecationDate });
const now = new Date("2026-01-15T12:00:00Z");

describe("a model's deprecation", () => {
  it("reads dates and timestamps, and nothing else", () => {
    expect(deprecationDay(until("2026-01-15"))).toBe("2026-01-15");
    expect(deprecationDay(until("2026-01-15T10:00:00+00:00"))).toBe("2026-01-15");
    expect(deprecationDay(until("soon"))).toBeUndefined();
    expect(deprecationDay(until())).toBeUndefined();
  });

  it("is the day as written, wherever dbt was run", () => {
    expect(deprecationDay(until("2026-01-15T00:00:00+05:30"))).toBe("2026-01-15");
    expect(deprecationDay(until("2026-01-15T00:00:00-08:00"))).toBe("2026-01-15");
    expect(deprecationDay(until("2026-13-01T00:00:00+00:00"))).toBeUndefined();
    expect(deprecationDay(until("January 2026"))).toBeUndefined();
  });

  it("holds from its day on", () => {
    expect(isDeprecated(until("2026-01-15"), now)).toBe(true);
    expect(isDeprecated(until("2026-01-16"), now)).toBe(false);
    expect(isDeprecated(until(), now)).toBe(false);
  });

  it("can be looked at ahead of time", () => {
    expect(isDeprecated(until("2026-01-25"), now, 10)).toBe(true);
    expect(isDeprecated(until("2026-01-26"), now, 10)).toBe(false);
    const midnight = new Date("2026-01-01T00:00:00Z");
    expect(isDeprecated(until("2026-01-01"), midnight)).toBe(true);
    // 2,000 days after it is the 24th of June 2031.
    expect(isDeprecated(until("2031-06-24"), midnight, 2000)).toBe(true);
    expect(isDeprecated(until("2031-06-25"), midnight, 2000)).toBe(false);
  });
});
