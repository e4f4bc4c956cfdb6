import { setTimeout as sleep } from "node:timers/promises";

import { IngestError } from "../errors.ts";
import type { ListedObject, ObjectStore } from "./object-store.ts";

export interface Patience {
  /** For how long one request is repeated after its first failure. */
  readonly patienceMs: number;
  /** Told of each failure that is going to be followed by another try. */
  readonly onRetry?: (retry: StoreRetry) => void;
  readonly nowMs?: () => number;
  readonly wait?: (delayMs: number) => Promise<unknown>;
  /** A number in [0, 1). */
  readonly random?: () => number;
}

export interface StoreRetry {
  /** How often this request has failed by now. */
  readonly failures: number;
  readonly delayMs: number;
  readonly error: IngestError;
}

const firstDelayMs = 200;
const longestDelayMs = 30_000;

/**
 * A store that repeats what fails with STORE_UNAVAILABLE, after growing pauses. A creation may be repeated like
 * everything else: where the first try had succeeded and only its answer was lost, the second one says "exists", and
 * whoever writes segments knows its own again.
 */
export function patientStore(store: ObjectStore, patience: Patience): ObjectStore {
  const insist = async <T>(request: () => Promise<T>): Promise<T> => await repeat(request, patience);
  return {
    location: store.location,
    create: (name, body, metadata) => insist(() => store.create(name, body, metadata)),
    read: (name) => insist(() => store.read(name)),
    stat: (name) => insist(() => store.stat(name)),
    list: (prefix, from) => listPatiently(store, prefix, from, insist),
    ...(store.close ? { close: () => store.close?.() ?? Promise.resolve() } : {}),
  };
}

async function repeat<T>(request: () => Promise<T>, patience: Patience): Promise<T> {
  const { patienceMs, onRetry, nowMs = Date.now, wait = sleep, random = Math.random } = patience;
  let firstFailureMs: number | undefined;
  for (let failures = 1; ; failures++) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof IngestError) || error.code !== "STORE_UNAVAILABLE") throw error;
      firstFailureMs ??= nowMs();
      // Between half of the pause and all of it, so that many workers do not come back at one moment.
      const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
      const delayMs = Math.round(longest * (0.5 + random() / 2));
      if (nowMs() + delayMs - firstFailureMs > patienceMs) throw error;
      onRetry?.({ failures, delayMs, error });
      await wait(delayMs);
    }
  }
}

/** A listing that breaks off is begun again, and goes on behind the last name that was given: names ascend. */
async function* listPatiently(
  store: ObjectStore,
  prefix: string,
  from: string | undefined,
  insist: <T>(request: () => Promise<T>) => Promise<T>,
): AsyncGenerator<ListedObject> {
  let last: string | undefined;
  let objects: AsyncIterator<ListedObject> | undefined;
  const next = async (): Promise<ListedObject | undefined> => {
    try {
      objects ??= store.list(prefix, from)[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await objects.next();
        if (done === true) return undefined;
        if (last === undefined || Buffer.compare(Buffer.from(value.name), Buffer.from(last)) > 0)
          return value;
      }
    } catch (error) {
      objects = undefined;
      throw error;
    }
  };
  for (let object = await insist(next); object; object = await insist(next)) {
    last = object.name;
    yield object;
  }
}
