import type { LandObserver } from "../landing/land-observer.ts";

/** One observer that tells several. */
export function joinObservers(observers: readonly LandObserver[]): LandObserver {
  return {
    started: (run) => observers.forEach((observer) => observer.started?.(run)),
    assigned: (partitions) => observers.forEach((observer) => observer.assigned?.(partitions)),
    turned: () => observers.forEach((observer) => observer.turned?.()),
    read: (read) => observers.forEach((observer) => observer.read?.(read)),
    segmentCreated: (created) => observers.forEach((observer) => observer.segmentCreated?.(created)),
    raceLost: (lost) => observers.forEach((observer) => observer.raceLost?.(lost)),
    paused: (partitions) => observers.forEach((observer) => observer.paused?.(partitions)),
    resumed: (partitions) => observers.forEach((observer) => observer.resumed?.(partitions)),
    quarantined: (fault) => observers.forEach((observer) => observer.quarantined?.(fault)),
    committed: (positions) => observers.forEach((observer) => observer.committed?.(positions)),
    failed: (error) => observers.forEach((observer) => observer.failed?.(error)),
    ended: () => observers.forEach((observer) => observer.ended?.()),
  };
}
