import { IngestError } from "../errors.ts";

/**
 * Where one partition's chain stands for one worker. Positions only: the records themselves are kept beside it. The
 * offsets in [durable, expected) are read but not stored yet; `sealedEnds` cuts them into segments to be written.
 */
export interface ChainState {
  /** The position of the next segment: every offset below it is in the store. */
  readonly durable: number;
  /** The ends (last offset + 1) of the segments that are to be written, ascending, above `durable`. */
  readonly sealedEnds: readonly number[];
  /** The position that the next batch must continue. */
  readonly expected: number;
}

/** A stretch of offsets, from included, next excluded. */
export interface Stretch {
  readonly from: number;
  readonly next: number;
}

/** A chain of which the store holds every offset below `position`, and of which nothing is read yet. */
export function startChain(position: number): ChainState {
  return { durable: position, sealedEnds: [], expected: position };
}

/**
 * What to do with a batch that answers for a stretch: take the part that continues the chain, or nothing when it is
 * all below. A batch above the expected position would leave a gap that nobody can explain: it is refused, and the
 * source has to be read from `expected` again.
 */
export function offer(state: ChainState, batch: Stretch): "refused" | "known" | Stretch {
  if (batch.from > state.expected) return "refused";
  return batch.next <= state.expected ? "known" : { from: state.expected, next: batch.next };
}

/** The chain after it took a stretch that `offer` gave. */
export function take(state: ChainState, { next }: Stretch): ChainState {
  return { ...state, expected: next };
}

/** The start of what is read but not sealed. */
function openFrom(state: ChainState): number {
  return state.sealedEnds.at(-1) ?? state.durable;
}

/** Ends the open segment here, if it answers for anything. */
export function seal(state: ChainState): ChainState {
  if (openFrom(state) === state.expected) return state;
  return { ...state, sealedEnds: [...state.sealedEnds, state.expected] };
}

/** The segment to be written next. Only one at a time: the next one's position hangs on how this one ends. */
export function nextSegment(state: ChainState): Stretch | undefined {
  const [end] = state.sealedEnds;
  return end === undefined ? undefined : { from: state.durable, next: end };
}

/** The store created the segment that `nextSegment` gave. */
export function segmentCreated(state: ChainState): ChainState {
  const [end, ...later] = state.sealedEnds;
  return end === undefined ? state : { ...state, durable: end, sealedEnds: later };
}

/**
 * Somebody else created the segment at this position, and it answers for everything below `winnerNext`. What we hold
 * below that is dropped; the rest goes on from there, so nothing is stored twice and nothing is left out.
 */
export function segmentLost(state: ChainState, winnerNext: number): ChainState {
  return {
    durable: winnerNext,
    sealedEnds: state.sealedEnds.filter((end) => end > winnerNext),
    expected: Math.max(state.expected, winnerNext),
  };
}

/**
 * The position after the last of a partition's segments. They must be given in order of position; the first
 * must begin at `start`, and each other one where the one before it ended. Throws INGEST_CHAIN_BROKEN, naming the first offset that nobody answers for.
 */
export function endOfChain(
  segments: readonly { readonly position: number; readonly coveredEnd: number }[],
  prefix: string,
  start = 0,
): number {
  let expected = start;
  for (const { position, coveredEnd } of segments) {
    if (position !== expected) throw brokenChain(prefix, expected, position);
    expected = coveredEnd + 1;
  }
  return expected;
}

function brokenChain(prefix: string, expected: number, found: number): IngestError {
  const what = found > expected ? "A segment is missing" : "Two segments overlap";
  return new IngestError(
    "INGEST_CHAIN_BROKEN",
    `${what} under ${prefix}: expected one at position ${expected}, found one at ${found}.`,
    "Restore the segment from a copy of the bucket. Headwater never deletes or rewrites one.",
  );
}
