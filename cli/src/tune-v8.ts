import { setFlagsFromString } from "node:v8";

/** Node 24's V8, with which all this was measured. Another one has other flags, and complains of those it does not know. */
const MEASURED_WITH = "13.6.";

/** A manifest of about 9,000 models, in bytes. Larger ones are read faster with a larger young generation. */
const SMALL_BYTES = 200e6;

/** Sets V8's flags for a run of seconds, in which total time counts and pauses do not. */
export function tuneV8(): void {
  // V8 optimizes functions far later than usual, as a gate over 600 models is over before optimizing pays. That saves a
  // fifth of its CPU time, and makes no difference at 20,000 models.
  setFlag("--invocation-count-for-maglev=20000");
  setFlag("--invocation-count-for-turbofan=100000");
  setFlag("--invocation-count-for-maglev-osr=2000");
  setFlag("--invocation-count-for-osr=10000");
  // One thread collects so small a young generation faster than several threads that have to share the work.
  setFlag("--no-parallel-scavenge");
  // The old generation is not collected: V8 now waits for an idle moment to begin, which the gate never has. It would find
  // little garbage there, as most of what is read from an artifact is kept. A heap at its limit is collected all the same.
  setFlag("--incremental-marking-soft-trigger=1");
}

/**
 * Keeps the young generation at the megabyte that it begins with, which fits into the processor's cache and touches no more
 * memory. For a large input that would cost a sixth more time, as more objects are moved shortly before they are garbage.
 *
 * @param inputBytes how much is going to be read; unknown counts as large
 */
export function limitNewSpace(inputBytes = Infinity): void {
  if (inputBytes < SMALL_BYTES) setFlag("--semi-space-growth-factor=1");
}

function setFlag(flag: string): void {
  if (process.versions.v8.startsWith(MEASURED_WITH)) setFlagsFromString(flag);
}
