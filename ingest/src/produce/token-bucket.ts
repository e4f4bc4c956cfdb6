/** Time as the bucket needs it; a test gives its own. */
export interface Clock {
  nowMs(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export interface TokenBucket {
  /** Waits until `count` tokens are there and takes them; returns at once when the signal is aborted. */
  take(count: number, signal: AbortSignal): Promise<void>;
}

/**
 * Lets through `ratePerSecond` tokens a second in the long run. It begins empty and holds `capacity` at most, so that
 * a pause is not made up for by a flood; more than that cannot be taken at once.
 */
export function createTokenBucket(ratePerSecond: number, capacity: number, clock: Clock): TokenBucket {
  let tokens = 0;
  let filledAtMs = clock.nowMs();
  /** Fills the bucket up to now, and returns how long it takes until `count` tokens are in it. */
  const waitMs = (count: number): number => {
    const nowMs = clock.nowMs();
    tokens = Math.min(capacity, tokens + ((nowMs - filledAtMs) / 1000) * ratePerSecond);
    filledAtMs = nowMs;
    return Math.ceil(((count - tokens) / ratePerSecond) * 1000);
  };
  return {
    take: async (count, signal) => {
      if (count > capacity) throw new RangeError(`${count} tokens do not fit into a bucket of ${capacity}.`);
      for (let left = waitMs(count); left > 0 && !signal.aborted; left = waitMs(count)) {
        await clock.sleep(left, signal);
      }
      tokens -= count;
    },
  };
}
