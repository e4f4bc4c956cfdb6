import { setTimeout as sleep } from "node:timers/promises";

const MiB = 1024 * 1024;

/** What one feed holds in memory. All feeds of a process share one budget. */
export interface BudgetMember {
  /** Bytes that are read and not in the store yet, whether they are being written or not. */
  heldBytes(): number;
  /** The segments that could be ended now, so that they are written and their memory comes free. */
  openSegments(): readonly OpenSegment[];
}

export interface OpenSegment {
  readonly bytes: number;
  /** Ends the segment and begins to write it. */
  readonly rotate: () => void;
}

/** A member's access to the budget. */
export interface BudgetShare {
  /**
   * How many bytes the member may fetch now; 0 says that it must wait. Before that, the largest open segments of all
   * members are rotated. What is granted stays reserved until `fetched`.
   */
  grant(): number;
  /** What was granted is among the held bytes by now, which have grown by so much. */
  fetched(grownBytes: number): void;
  /** Memory may have come free. */
  freed(): void;
  /** Waits until it has, or for a moment at most. */
  whenFreed(timeoutMs: number): Promise<void>;
  leave(): void;
}

/** The smallest budget: one record of the largest size must find its place beside what is being read. */
export const minMemoryBudgetBytes = 32 * MiB;
/** A process with it takes 330 MB with 3 partitions and 360 MB with 300, see docs/landing.md. */
export const defaultMemoryBudgetBytes = 64 * MiB;

const longestFetchBytes = 16 * MiB;
const shortestFetchBytes = 256 * 1024;
const firstFetchBytes = 1 * MiB;
/** A broker sends one record batch whole, however little was asked for. */
const largestBatchBytes = 16 * MiB;

/**
 * The limit for everything that all feeds of this process hold between the brokers and the store. It works by three
 * rules: at half of the limit the largest open segment is ended; a fetch may bring only what there is room for, with
 * its response and what is made of it; where there is no room, nobody fetches until a segment is in the store. There is
 * no deadlock, as what holds the memory can always be ended and written: a record larger than the room that is left
 * waits for an empty house, and comes in.
 */
export class MemoryBudget {
  readonly limitBytes: number;
  readonly #members = new Map<
    BudgetMember,
    { grantedBytes: number; reservedBytes: number; fetchBytes: number }
  >();
  /** How much larger what is held is than what was fetched, by compression in the topic and by envelopes. */
  #growth = 1;
  #freed = Promise.withResolvers<void>();

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Bytes that all members hold. */
  get heldBytes(): number {
    return sum([...this.#members.keys()].map((member) => member.heldBytes()));
  }

  join(member: BudgetMember): BudgetShare {
    const state = { grantedBytes: 0, reservedBytes: 0, fetchBytes: firstFetchBytes };
    this.#members.set(member, state);
    const freed = (): void => {
      this.#freed.resolve();
      this.#freed = Promise.withResolvers();
    };
    return {
      grant: () => {
        state.reservedBytes = 0;
        state.grantedBytes = this.#grant(state.fetchBytes);
        state.reservedBytes = this.#costOf(state.grantedBytes);
        return state.grantedBytes;
      },
      fetched: (grownBytes) => {
        const growth = grownBytes / state.grantedBytes;
        // Up at once, as more of the same is to come; down by and by.
        this.#growth = growth > this.#growth ? growth : Math.max(1, this.#growth * 0.95);
        // A first fetch shows how much a topic's compression hides; then they may be long.
        state.fetchBytes = Math.min(longestFetchBytes, state.fetchBytes * 2);
        state.reservedBytes = 0;
      },
      freed,
      whenFreed: async (timeoutMs) => {
        const waiting = new AbortController();
        const timeout = sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined);
        await Promise.race([this.#freed.promise, timeout]);
        waiting.abort();
      },
      leave: () => {
        this.#members.delete(member);
        freed();
      },
    };
  }

  #grant(wantedBytes: number): number {
    const { limitBytes } = this;
    this.#rotateDownTo(limitBytes / 2);
    const heldBytes = this.heldBytes;
    const reservedBytes = sum([...this.#members.values()].map((member) => member.reservedBytes));
    const headroomBytes = Math.min(largestBatchBytes, limitBytes / 4);
    const roomBytes = limitBytes - heldBytes - reservedBytes - headroomBytes;
    // At most what is free whenever nothing waits for the store: otherwise one huge record, taken for a topic that is
    // compressed a hundredfold, could keep a feed out for good.
    const neededBytes = Math.min(this.#costOf(shortestFetchBytes), limitBytes / 4);
    if (roomBytes >= neededBytes) {
      // No feed takes the room that the others need for their fetches.
      const shareBytes = Math.min(roomBytes, Math.max(neededBytes, limitBytes / 2 / this.#members.size));
      return Math.max(1, Math.floor(Math.min(wantedBytes, shareBytes / this.#costOf(1))));
    }
    // Enough must be on its way into the store before it is worth waiting.
    this.#rotateDownTo(heldBytes - neededBytes);
    return heldBytes === 0 && reservedBytes === 0 ? shortestFetchBytes : 0;
  }

  /** Ends the largest segments, until those that stay open are not more than this. */
  #rotateDownTo(mostBytes: number): void {
    const open = [...this.#members.keys()]
      .flatMap((member) => member.openSegments())
      .sort((left, right) => right.bytes - left.bytes);
    let openBytes = sum(open.map(({ bytes }) => bytes));
    for (const segment of open) {
      if (openBytes <= mostBytes) break;
      segment.rotate();
      openBytes -= segment.bytes;
    }
  }

  /** What a fetch takes until it is done: the response, what it is unpacked to, and the lines that are made of it. */
  #costOf(fetchBytes: number): number {
    return fetchBytes * (1 + 2 * this.#growth);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
