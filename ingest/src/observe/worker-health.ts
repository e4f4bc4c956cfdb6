import type { LandObserver } from "../landing/land-observer.ts";

/** Longer than a feed waits for unreachable brokers or a slow upload before it gives up by itself. */
const maxSilenceMs = 300_000;

/** What is wrong with a worker; empty when nothing is. */
export type Problems = readonly string[];

interface FeedState {
  lastTurnMs: number;
  isAssigned: boolean;
  state: "running" | "failed" | "ended";
}

/** Knows of every feed of a worker whether its loop turns and whether it has been given its partitions. */
export class WorkerHealth {
  readonly #feeds = new Map<string, FeedState>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The observer that keeps one feed's state. */
  watch(feed: string): LandObserver {
    const state: FeedState = { lastTurnMs: this.#nowMs(), isAssigned: false, state: "running" };
    this.#feeds.set(feed, state);
    return {
      turned: () => {
        state.lastTurnMs = this.#nowMs();
      },
      assigned: () => {
        state.isAssigned = true;
      },
      failed: () => {
        state.state = "failed";
      },
      ended: () => {
        if (state.state === "running") state.state = "ended";
      },
    };
  }

  /** Why the process should be started anew. */
  aliveProblems(): Problems {
    return this.#problems(({ state, lastTurnMs }) => {
      if (state === "failed") return "has failed";
      const silentMs = this.#nowMs() - lastTurnMs;
      if (state === "running" && silentMs > maxSilenceMs) {
        return `has not come round for ${Math.round(silentMs / 1000)} seconds`;
      }
      return undefined;
    });
  }

  /** Why the process does not land anything yet. */
  readyProblems(): Problems {
    return this.#problems(({ state, isAssigned }) =>
      state === "running" && !isAssigned ? "has no assignment yet" : undefined,
    );
  }

  #problems(problemOf: (state: FeedState) => string | undefined): Problems {
    return [...this.#feeds].flatMap(([feed, state]) => {
      const problem = problemOf(state);
      return problem === undefined ? [] : [`${feed} ${problem}`];
    });
  }
}
