import { setFlagsFromString } from "node:v8";

/** The V8 that all this was measured with, which is Node 24's. Another has other flags, and complains of unknown ones. */
const MEASURED_WITH = "13.6.";

/** A manifest of about 9,000 models. What is larger is read faster with more room for what is new. */
const SMALL_BYTES = 200e6;

/** Sets V8's flags for a run that is over in seconds, and in which nobody waits for an answer meanwhile. */
export function tuneV8(): void {
  // V8 waits far longer than usual before it optimizes a function. A gate over 600 models is at its end before
  // optimizing pays: it costs a fifth less CPU time so, and at 20,000 neither more nor less.
  setFlag("--invocation-count-for-maglev=20000");
  setFlag("--invocation-count-for-turbofan=100000");
  setFlag("--invocation-count-for-maglev-osr=2000");
  setFlag("--invocation-count-for-osr=10000");
  // One thread collects what is new sooner than several can agree on who does what.
  setFlag("--no-parallel-scavenge");
  // What got old is not collected while the gate runs: V8 waits for a pause to begin with that, and there is none. It
  // would find little, as what is read from an artifact is mostly kept. At its largest, V8's heap is collected anyway.
  setFlag("--incremental-marking-soft-trigger=1");
}

/**
 * Keeps what is new in the megabyte that it begins in: that fits into the processor's cache, and memory that is never
 * touched costs nothing. At 20,000 models it would cost a sixth more time, as more is moved that is about to go.
 *
 * @param inputBytes how much is going to be read, where that is known
 */
export function limitNewSpace(inputBytes = Infinity): void {
  if (inputBytes < SMALL_BYTES) setFlag("--semi-space-growth-factor=1");
}

function setFlag(flag: string): void {
  if (process.versions.v8.startsWith(MEASURED_WITH)) setFlagsFromString(flag);
}
