import { randomUUID } from "node:crypto";

import type { StreamFeed } from "@headwater/contracts";

import type { Source } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { compileLander } from "./compile-lander.ts";
import type { Compression } from "./compression.ts";
import { FeedLanding, partitionsChanged } from "./feed-landing.ts";
import type { LandObserver } from "./land-observer.ts";
import type { LandProgress, LandReport } from "./land-report.ts";
import type { SegmentLimits } from "./partition-landing.ts";
import { defaultMaxRecordBytes } from "./prepare-payload.ts";

export const defaultSegmentLimits: SegmentLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxRecords: 250_000,
  maxAgeMs: 60_000,
};

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
  const isStopped = (): boolean => options.signal?.aborted === true;
  try {
    const facts = await source.open();
    if (facts.partitions !== feed.partitions) throw partitionsChanged(feed, source, facts.partitions);
    const landing = new FeedLanding({
      feed,
      source,
      store,
      limits: { ...defaultSegmentLimits, ...options.limits },
      land: compileLander(feed, options.maxRecordBytes ?? defaultMaxRecordBytes),
      context: { writer: newId(), topicId: facts.topicId, now, newId },
      compression: options.compression ?? "gzip",
      onProgress: options.onProgress ?? (() => undefined),
      onNotice: options.onNotice ?? (() => undefined),
      observer,
    });
    observer.started?.({ gauges: () => landing.gauges() });
    try {
      while (!isStopped() && !(options.isOnce && (await landing.isAtEnd()))) await landing.step();
      await landing.flush();
    } finally {
      await landing.settle();
    }
    return { ...landing.report(), isComplete: !isStopped() };
  } catch (error) {
    observer.failed?.(error);
    throw error;
  } finally {
    await source.close();
    observer.ended?.();
  }
}
