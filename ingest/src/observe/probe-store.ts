import { setTimeout as sleep } from "node:timers/promises";

import type { ObjectStore } from "../store/object-store.ts";

const patienceMs = 5000;
/** One answer serves for a while: probes come from several sides, and each one costs a request. */
const freshMs = 10_000;

/** Makes a function that tells whether the store answers within a few seconds. */
export function probeStore(store: ObjectStore, nowMs: () => number): () => Promise<boolean> {
  let last: { readonly askedAtMs: number; readonly answer: Promise<boolean> } | undefined;
  return async () => {
    if (!last || nowMs() - last.askedAtMs > freshMs) last = { askedAtMs: nowMs(), answer: ask(store) };
    return await last.answer;
  };
}

async function ask(store: ObjectStore): Promise<boolean> {
  const giveUp = new AbortController();
  // The object need not be there: a store that says so has answered.
  const answered = store.stat("_ready").then(
    () => true,
    () => false,
  );
  const silent = sleep(patienceMs, false, { signal: giveUp.signal }).catch(() => false);
  const isReachable = await Promise.race([answered, silent]);
  giveUp.abort();
  return isReachable;
}
