import { describe, expect, it } from "vitest";

import { createTokenBucket, type Clock } from "./token-bucket.ts";

/** A clock on which time passes only by sleeping. */
function manualClock(): Clock & { pass(durationMs: number): void } {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (durationMs) => void (nowMs += durationMs),
    pass: (durationMs) => void (nowMs += durationMs),
  };
}

const { signal } = new AbortController();

describe("the token bucket", () => {
  it.each([0.5, 20, 333])("lets %d a second through", async (rate) => {
    const clock = manualClock();
    const bucket = createTokenBucket(rate, 1, clock);
    for (let taken = 0; taken < 100; taken++) await bucket.take(1, signal);
    expect(clock.nowMs()).toBeGreaterThanOrEqual((100 / rate) * 1000 - 1e-6);
    // Each wait is rounded up to a millisecond.
    expect(clock.nowMs()).toBeLessThanOrEqual((100 / rate) * 1000 + 100);
  });

  it("makes up for a pause by no more than it holds", async () => {
    const clock = manualClock();
    const bucket = createTokenBucket(10, 5, clock);
    clock.pass(60_000);
    const startMs = clock.nowMs();
    for (let taken = 0; taken < 15; taken++) await bucket.take(1, signal);
    expect(clock.nowMs() - startMs).toBe(1000);
  });

  it("gives way at once when it is told to stop", async () => {
    const clock = manualClock();
    const bucket = createTokenBucket(0.001, 5, clock);
    await bucket.take(5, AbortSignal.abort());
    expect(clock.nowMs()).toBe(0);
  });

  it("refuses more at once than it can ever hold", async () => {
    await expect(createTokenBucket(10, 5, manualClock()).take(6, signal)).rejects.toThrow(RangeError);
  });
});
