import type { Random } from "./random.ts";

/** Which parts of a stream are not as they should be; the rest is. Each share is from 0 to 1. */
export interface Shares {
  /** Events that are recorded later than their contract allows. */
  readonly late: number;
  /** Lines that repeat an earlier line byte by byte. */
  readonly duplicate: number;
  /** Lines that are no JSON, or break the contract: half of them each. */
  readonly malformed: number;
}

export type PlannedKind = "plain" | keyof Shares;

const blockSize = 1000;

/**
 * What each line shall be: for `count` lines, or for Infinity without end. The shares come out exactly, to the nearest line, after
 * each thousand lines and at the end; within a thousand, chance decides which lines they are.
 */
export function* planKinds(shares: Shares, count: number, random: Random): Generator<PlannedKind> {
  for (let start = 0; start < count; start += blockSize) {
    const end = Math.min(start + blockSize, count);
    const quota = (share: number): number => Math.round(share * end) - Math.round(share * start);
    const kinds = shuffle(
      random,
      [
        ...Array.from({ length: quota(shares.late) }, () => "late" as const),
        ...Array.from({ length: quota(shares.duplicate) }, () => "duplicate" as const),
        ...Array.from({ length: quota(shares.malformed) }, () => "malformed" as const),
      ],
      end - start,
    );
    // The first line of all has nothing before it that it could repeat.
    if (start === 0) moveToFront(kinds, "plain");
    yield* kinds;
  }
}

/** How many lines so many events make, when a share of the lines repeats others. */
export function countLines(eventCount: number, duplicateShare: number): number {
  const eventsIn = (lines: number): number => lines - Math.round(duplicateShare * lines);
  let lines = Math.floor(eventCount / (1 - duplicateShare));
  while (eventsIn(lines) < eventCount) lines += 1;
  while (lines > 0 && eventsIn(lines - 1) >= eventCount) lines -= 1;
  return lines;
}

/** The kinds among so many plain ones that there are `size` in all, in any order. */
function shuffle(random: Random, kinds: readonly PlannedKind[], size: number): PlannedKind[] {
  const shuffled = Array.from({ length: size }, (_, index): PlannedKind => kinds[index] ?? "plain");
  for (let last = size - 1; last > 0; last--) swap(shuffled, last, random.integer(0, last));
  return shuffled;
}

function moveToFront(kinds: PlannedKind[], kind: PlannedKind): void {
  const found = kinds.indexOf(kind);
  if (found > 0) swap(kinds, 0, found);
}

function swap(kinds: PlannedKind[], left: number, right: number): void {
  const moved = kinds[left] ?? "plain";
  kinds[left] = kinds[right] ?? "plain";
  kinds[right] = moved;
}
