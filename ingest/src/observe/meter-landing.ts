import { IngestError } from "../errors.ts";
import type { LandObserver, PartitionGauges } from "../landing/land-observer.ts";
import type { DeadReason } from "../landing/landed-record.ts";
import { quarantineMs } from "../landing/quarantine.ts";
import type { Metrics } from "./metrics.ts";

/** Counts what happens while a feed is landed, and answers for its gauges until it ends. */
export interface LandingMeter extends LandObserver {
  /** Brings the gauges of the feed's partitions up to date. */
  readonly collect: () => void;
}

/** A fault that is still there shows again at the end of each quarantine; one that does not is over. */
const goodAgainMs = quarantineMs + 60_000;
const deadReasons: readonly DeadReason[] = ["not_utf8", "not_json", "lone_surrogate", "too_large"];

/** Makes the meter of one feed. */
export function meterLanding(feed: string, metrics: Metrics, nowMs: () => number): LandingMeter {
  let gauges: () => readonly PartitionGauges[] = () => [];
  let shown: readonly number[] = [];
  const paused = new Set<number>();
  /** Since when, in milliseconds since 1970. */
  const quarantined = new Map<number, number>();

  function forget(partition: number): void {
    for (const gauge of [metrics.lag, metrics.openBytes, metrics.oldestOpenAge]) {
      gauge.remove({ feed, partition });
    }
  }

  function countHeldBack(): void {
    metrics.pausedPartitions.set({ feed }, paused.size);
    metrics.quarantinedPartitions.set({ feed }, quarantined.size);
  }

  return {
    collect() {
      for (const [partition, sinceMs] of quarantined) {
        if (nowMs() - sinceMs > goodAgainMs) quarantined.delete(partition);
      }
      countHeldBack();
      const found = gauges();
      // A partition that went to another worker must not keep its last value here.
      for (const partition of shown) forget(partition);
      shown = found.map(({ partition }) => partition);
      for (const { partition, openBytes, oldestOpenMs, lag } of found) {
        metrics.openBytes.set({ feed, partition }, openBytes);
        const ageMs = oldestOpenMs === undefined ? 0 : nowMs() - oldestOpenMs;
        metrics.oldestOpenAge.set({ feed, partition }, ageMs / 1000);
        if (lag !== undefined) metrics.lag.set({ feed, partition }, lag);
      }
    },
    started(run) {
      gauges = run.gauges;
      // Counters that begin at 0, so that the first increase shows in a rate.
      metrics.recordsLanded.inc({ feed }, 0);
      metrics.violatingRecords.inc({ feed }, 0);
      for (const reason of deadReasons) metrics.deadLetters.inc({ feed, reason }, 0);
      metrics.preconditionFailures.inc({ feed }, 0);
      countHeldBack();
    },
    assigned(partitions) {
      metrics.assignedPartitions.set({ feed }, partitions.length);
      for (const held of [paused, quarantined]) {
        for (const partition of held.keys()) if (!partitions.includes(partition)) held.delete(partition);
      }
      countHeldBack();
    },
    quarantined({ partition }) {
      quarantined.set(partition, nowMs());
      countHeldBack();
    },
    turned: () => metrics.lastTurn.set({ feed }, nowMs() / 1000),
    read: ({ records }) => metrics.recordsRead.inc({ feed }, records),
    segmentCreated({ segment, deadReasons, sizeBytes, ageMs, uploadMs }) {
      metrics.recordsLanded.inc({ feed }, segment.records);
      metrics.violatingRecords.inc({ feed }, segment.violating);
      metrics.rawBytes.inc({ feed }, segment.rawSizeBytes);
      for (const [reason, count] of deadReasons) metrics.deadLetters.inc({ feed, reason }, count);
      for (const [reason, count] of Object.entries(segment.gapCounts)) {
        metrics.gapOffsets.inc({ feed, reason }, count);
      }
      metrics.segmentBytes.observe({ feed }, sizeBytes);
      metrics.segmentAge.observe({ feed }, ageMs / 1000);
      metrics.uploadDuration.observe({ feed }, uploadMs / 1000);
    },
    raceLost: () => metrics.preconditionFailures.inc({ feed }),
    paused(partitions) {
      for (const partition of partitions) paused.add(partition);
      countHeldBack();
    },
    resumed(partitions) {
      for (const partition of partitions) paused.delete(partition);
      countHeldBack();
    },
    failed: (error) =>
      metrics.failures.inc({ feed, code: error instanceof IngestError ? error.code : "UNEXPECTED" }),
    ended() {
      gauges = () => [];
      metrics.assignedPartitions.set({ feed }, 0);
    },
  };
}
