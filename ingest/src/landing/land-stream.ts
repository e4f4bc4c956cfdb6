import { randomUUID } from "node:crypto";

import type { StreamFeed } from "@headwater/contracts";

import type { Source } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { compileLander } from "./compile-lander.ts";
import type { Compression } from "./compression.ts";
import { FeedLanding } from "./feed-landing.ts";
import type { LandObserver } from "./land-observer.ts";
import type { LandProgress, LandReport } from "./land-report.ts";
import { partitionsChanged } from "./landing-faults.ts";
import { defaultMemoryBudgetBytes, MemoryBudget } from "./memory-budget.ts";
import type { SegmentLimits } from "./partition-landing.ts";
import { defaultMaxRecordBytes } from "./prepare-payload.ts";
import { createSlots, type Slots } from "./upload-slots.ts";

export const defaultSegmentLimits: SegmentLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxRecords: 250_000,
  maxAgeMs: 60_000,
};

/** A SIGTERM is followed by a SIGKILL after 30 seconds in most places; leaving the group takes some of them. */
export const defaultStopGraceMs = 20_000;
const overdueCheckMs = 250;
/** Compressed and uploaded at a time: enough for any network, and little memory beside the budget. */
const uploadsAtOnce = 8;

/** What all feeds of a process share. */
export interface LandingResources {
  readonly budget: MemoryBudget;
  readonly uploads: Slots;
}

export interface LandOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  /**
   * Leave when all partitions are landed up to the end that the source had at the start, by this worker or by others.
   * Otherwise run until `signal` says stop.
   */
  readonly isOnce: boolean;
  readonly limits?: Partial<SegmentLimits>;
  /** A larger payload becomes a dead letter. */
  readonly maxRecordBytes?: number;
  /** How to compress the segments of an epoch that is not begun yet; gzip if it is not said. */
  readonly compression?: Compression;
  /** When it is aborted, what was read is written, and the run ends with its report. */
  readonly signal?: AbortSignal;
  /** For how long it is written then; what is not in the store by that time is read again by the next run. */
  readonly stopGraceMs?: number;
  /** Give the same to all feeds of a process: its memory, and its turns at the store. */
  readonly resources?: LandingResources;
  /** Called after every read and every segment. */
  readonly onProgress?: (progress: LandProgress) => void;
  /** Is told what happens, for metrics and logs. */
  readonly observer?: LandObserver;
  /** Called with a sentence that an operator should see at once. */
  readonly onNotice?: (notice: string) => void;
  readonly now?: () => number;
  readonly newId?: () => string;
}

/**
 * Lands one feed's stream as chains of segments, one chain for each partition. What is in the store already is not
 * landed again: a second run over the same source changes nothing. Opens and closes the source; the store stays open.
 */
export async function landStream(options: LandOptions): Promise<LandReport> {
  const { feed, source, store, observer = {}, now = Date.now, newId = randomUUID } = options;
  const { onNotice = () => undefined, stopGraceMs = defaultStopGraceMs } = options;
  const isStopped = (): boolean => options.signal?.aborted === true;
  try {
    const facts = await source.open();
    if (facts.partitions !== feed.partitions) throw partitionsChanged(feed, source, facts.partitions);
    const limits = { ...defaultSegmentLimits, ...options.limits };
    const landing = new FeedLanding({
      feed,
      source,
      store,
      limits,
      land: compileLander(feed, options.maxRecordBytes ?? defaultMaxRecordBytes),
      context: { writer: newId(), topicId: facts.topicId, now, newId },
      compression: options.compression ?? "gzip",
      ...(options.resources ?? createLandingResources()),
      onProgress: options.onProgress ?? (() => undefined),
      onNotice,
      observer,
    });
    observer.started?.({ gauges: () => landing.gauges() });
    // A timer of its own, as a read may wait for brokers that are away.
    const overdue = setInterval(() => landing.rotateOverdue(), Math.min(overdueCheckMs, limits.maxAgeMs));
    try {
      const run = async (): Promise<void> => {
        while (!isStopped() && !(options.isOnce && (await landing.isAtEnd()))) await landing.step();
      };
      await untilStopped(run(), options.signal);
      if (!isStopped()) await landing.flush();
      else if (!(await landing.stop(stopGraceMs))) onNotice(`${feed.name}: ${notAllWritten(stopGraceMs)}`);
    } catch (error) {
      await landing.settle();
      throw error;
    } finally {
      clearInterval(overdue);
      landing.end();
    }
    const report = landing.report();
    return { ...report, isComplete: !isStopped() && report.faults.length === 0 };
  } catch (error) {
    observer.failed?.(error);
    throw error;
  } finally {
    await source.close();
    observer.ended?.();
  }
}

/** What all feeds of a process share. */
export function createLandingResources(memoryBudgetBytes = defaultMemoryBudgetBytes): LandingResources {
  return { budget: new MemoryBudget(memoryBudgetBytes), uploads: createSlots(uploadsAtOnce) };
}

/** Waits for the run, or for the signal, which does not stop the run by itself. */
async function untilStopped(run: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return await run;
  // Nobody listens to the run any more once the signal has come.
  run.catch(() => undefined);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => stop(), { once: true });
  if (signal.aborted) stop();
  await Promise.race([run, stopped]);
}

function notAllWritten(graceMs: number): string {
  return `not all that was read is in the store after ${graceMs / 1000} s; whoever goes on reads it again`;
}
