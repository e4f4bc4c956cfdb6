import { setFlagsFromString } from "node:v8";

/** The V8 that all this was measured with, which is Node 24's. Another has other flags, and complains of unknown ones. */
const MEASURED_WITH = "13.6.";

/** Sets V8's flags for a run that is over in seconds, and in which nobody waits for an answer meanwhile. */
export function tuneV8(version = process.versions.v8): void {
  if (!version.startsWith(MEASURED_WITH)) return;
  // V8 waits far longer than usual before it optimizes a function. A gate over 600 models is at its end before
  // optimizing pays: it costs a fifth less CPU time so, and at 20,000 neither more nor less.
  setFlagsFromString("--invocation-count-for-maglev=20000");
  setFlagsFromString("--invocation-count-for-turbofan=100000");
  setFlagsFromString("--invocation-count-for-maglev-osr=2000");
  setFlagsFromString("--invocation-count-for-osr=10000");
  // New objects stay in the megabyte that they begin in: it fits into the processor's cache, and memory that is never
  // touched costs nothing. One thread collects so little sooner than several can agree on who does what.
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-parallel-scavenge");
  // What got old is not collected while the gate runs: V8 waits for a pause to begin with that, and there is none. It
  // would find little, as what is read from an artifact is mostly kept. At its largest, V8's heap is collected anyway.
  setFlagsFromString("--incremental-marking-soft-trigger=1");
}
