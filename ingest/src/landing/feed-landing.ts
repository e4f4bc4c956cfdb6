import type { StreamFeed } from "@headwater/contracts";

import { isDoneWithin } from "../done-within.ts";
import type { Source, SourceBatch } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { LandRecord } from "./compile-lander.ts";
import type { Compression } from "./compression.ts";
import { countDeadReasons } from "./describe-segment.ts";
import type { LandObserver, PartitionGauges } from "./land-observer.ts";
import {
  countSegment,
  noCounts,
  type LandCounts,
  type LandProgress,
  type LandReport,
} from "./land-report.ts";
import { offsetGap } from "./landing-faults.ts";
import type { BudgetShare, MemoryBudget } from "./memory-budget.ts";
import { OwnedPartitions } from "./owned-partitions.ts";
import type { PartitionLanding, SegmentLimits } from "./partition-landing.ts";
import type { SegmentContent } from "./pending-segment.ts";
import { recoverChain } from "./recover-chain.ts";
import { partitionOf } from "./segment-name.ts";
import { SegmentWriting } from "./segment-writing.ts";
import type { Slots } from "./upload-slots.ts";
import type { WriteOutcome, WriterContext } from "./write-segment.ts";

export interface FeedLandingOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly limits: SegmentLimits;
  readonly land: LandRecord;
  readonly context: WriterContext;
  /** How to compress, if this worker is the first of the epoch. */
  readonly compression: Compression;
  readonly budget: MemoryBudget;
  readonly uploads: Slots;
  readonly onProgress: (progress: LandProgress) => void;
  /** Told what a person should know at once, as a sentence. */
  readonly onNotice: (notice: string) => void;
  readonly observer: LandObserver;
}

/** A segment in the making and one full segment: further reading of the partition waits for the store. */
const maxSealedSegments = 1;
/** How long to wait at most before overdue segments and a changed assignment are looked for again. */
const longestWaitMs = 500;

/** The partitions of one feed that this worker owns: reads them, and has their segments written beside the reading. */
export class FeedLanding {
  readonly #options: FeedLandingOptions;
  readonly #writing: SegmentWriting;
  readonly #memory: BudgetShare;
  readonly #owned: OwnedPartitions;
  readonly #refused = new Set<number>();
  #paused: readonly number[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;
  #counts: LandCounts = noCounts;
  #recordsRead = 0;

  constructor(options: FeedLandingOptions) {
    this.#options = options;
    const { observer } = options;
    this.#owned = new OwnedPartitions({
      ...options,
      onAssigned: (partitions) => observer.assigned?.(partitions),
      onIsolated: (partition, error) => observer.quarantined?.({ partition, error }),
    });
    this.#writing = new SegmentWriting({
      ...options,
      onWritten: (...written) => this.#written(...written),
      onFailed: (partition, error) => this.#writeFailed(partition, error),
    });
    this.#memory = options.budget.join({
      heldBytes: () => this.#heldBytes(),
      openSegments: () =>
        this.#owned.all
          .filter(({ unsealedBytes }) => unsealedBytes > 0)
          .map((partition) => ({ bytes: partition.unsealedBytes, rotate: () => this.#rotate(partition) })),
    });
  }

  /** Reads once, as far as memory allows, and starts to write every segment that is full or overdue. */
  async step(): Promise<void> {
    await this.#owned.follow(this.#writing.partitions);
    this.rotateOverdue();
    const owned = this.#owned.readable;
    const open = owned.filter(({ sealedCount }) => sealedCount <= maxSealedSegments);
    const maxBytes = this.#memory.grant();
    this.#showPaused(owned.filter((partition) => maxBytes === 0 || !open.includes(partition)));
    if (maxBytes === 0) await this.#memory.whenFreed(longestWaitMs);
    else if (open.length === 0 && this.#writing.partitions.length > 0) await this.#writing.untilOne();
    else await this.#read(open, maxBytes);
    this.rotateOverdue();
    this.#throwFailure();
    this.#options.observer.turned?.();
  }

  /** Ends every segment that has been open for too long, and sees to it that all that is full is being written. */
  rotateOverdue(): void {
    if (this.#isEnded) return;
    for (const partition of this.#owned.all) {
      if (partition.isOverdue(this.#options.context.now())) partition.seal();
      this.#writing.start(partition);
    }
  }

  /** Where the partitions of this worker stand at this moment. */
  gauges(): readonly PartitionGauges[] {
    const ends = this.#options.source.latestEnds?.();
    return this.#owned.all.map(({ id: { partition }, openBytes, oldestOpenMs, durable }) => {
      const end = ends?.get(partition);
      const lag = end === undefined ? undefined : Math.max(0, end - durable);
      return { partition, openBytes, oldestOpenMs, lag };
    });
  }

  /**
   * Whether the store has every partition up to the source's end: this worker's own, which are flushed for it, and
   * those of other workers, whose segments are looked up. Partitions in quarantine are not waited for.
   */
  async isAtEnd(): Promise<boolean> {
    await this.#owned.follow(this.#writing.partitions);
    const { source, store, feed } = this.#options;
    const ends = source.ends();
    if (!ends) return false;
    const left = [...ends].filter(([partition]) => !this.#owned.isLeftAlone(partition));
    const isReadTo = ([partition, end]: readonly [number, number]): boolean =>
      (this.#owned.get(partition)?.expected ?? end) >= end;
    if (!left.every(isReadTo)) return false;
    await this.flush();
    for (const [partition, end] of left) {
      if (this.#owned.get(partition) || this.#owned.isLeftAlone(partition)) continue;
      const { position } = await recoverChain(store, partitionOf(feed, partition));
      if (position < end) return false;
    }
    return true;
  }

  /** Writes everything that was read, and waits until it is in the store. */
  async flush(): Promise<void> {
    for (const partition of this.#owned.all) partition.seal();
    while (this.#owned.all.some(({ sealedCount }) => sealedCount > 0)) {
      for (const partition of this.#owned.all) this.#writing.start(partition);
      await this.settle();
      this.#throwFailure();
    }
    this.#commit(this.#owned.all);
  }

  /** Waits until nothing is being written any more, whether it succeeds or not. */
  async settle(): Promise<void> {
    await this.#writing.settle();
  }

  /** Writes what was read, for so long at most; gives whether all of it is in the store. A read still underway is void. */
  async stop(graceMs: number): Promise<boolean> {
    this.end();
    return await isDoneWithin(graceMs, this.flush());
  }

  /** Takes nothing more from a read that is still underway, and gives the memory back. */
  end(): void {
    this.#isEnded = true;
    this.#memory.leave();
  }

  report(): Omit<LandReport, "isComplete"> {
    const { feed, source, store } = this.#options;
    const partitions = this.#owned.all
      .map(({ id, startPosition, durable }) => ({
        partition: id.partition,
        from: startPosition,
        next: durable,
      }))
      .sort((left, right) => left.partition - right.partition);
    return {
      feed: feed.name,
      source: source.description,
      store: store.location,
      ...this.#counts,
      partitions,
      faults: this.#owned.faults(),
    };
  }

  async #read(open: readonly PartitionLanding[], maxBytes: number): Promise<void> {
    const { source, observer } = this.#options;
    const batches = await source.read(
      open.map(({ readPosition }) => readPosition),
      { maxBytes },
    );
    if (this.#isEnded) return;
    const heldBytes = this.#heldBytes();
    for (const batch of batches) await this.#take(batch);
    this.#memory.fetched(this.#heldBytes() - heldBytes);
    observer.read?.({
      batches: batches.length,
      records: batches.reduce((sum, { records }) => sum + records.length, 0),
    });
    this.#reportProgress();
  }

  async #take(batch: SourceBatch): Promise<void> {
    const { source, land, context } = this.#options;
    const partition = this.#owned.get(batch.partition);
    if (!partition) return;
    try {
      const isAccepted = partition.accept(batch, land, context.now());
      this.#recordsRead += batch.records.length;
      // The next read asks for the expected position again. A source that then skips it once more never will give it.
      if (isAccepted) this.#refused.delete(batch.partition);
      else if (this.#refused.has(batch.partition)) throw offsetGap(source, partition, batch.from);
      else this.#refused.add(batch.partition);
      if (batch.failure) throw batch.failure;
    } catch (error) {
      this.#refused.delete(batch.partition);
      await this.#owned.isolate(batch.partition, error);
      // What was read before the fault is good.
      partition.seal();
    }
  }

  #heldBytes(): number {
    // Some may be written although another worker has the partition by now.
    const all = new Set([...this.#owned.all, ...this.#writing.partitions]);
    return [...all].reduce((sum, { openBytes }) => sum + openBytes, 0);
  }

  #rotate(partition: PartitionLanding): void {
    partition.seal();
    this.#writing.start(partition);
  }

  #written(partition: PartitionLanding, content: SegmentContent, written: WriteOutcome): void {
    const { observer, context } = this.#options;
    const { partition: number } = partition.id;
    if (written.outcome === "lost") {
      observer.raceLost?.({ partition: number, position: content.from, winnerNext: written.winnerNext });
      this.#counts = { ...this.#counts, lostRaces: this.#counts.lostRaces + 1 };
    } else {
      this.#owned.landed(number);
      const deadReasons = countDeadReasons(content);
      this.#counts = countSegment(this.#counts, written.segment, deadReasons);
      observer.segmentCreated?.({ ...written, deadReasons, ageMs: context.now() - content.readAtMs });
      this.#commit([partition]);
    }
    this.#memory.freed();
    this.#reportProgress();
  }

  /** Never rejects. */
  async #writeFailed(partition: PartitionLanding, error: unknown): Promise<void> {
    try {
      await this.#owned.isolate(partition.id.partition, error);
      this.#owned.drop(partition);
      this.#memory.freed();
    } catch (cause) {
      this.#failure ??= { error: cause };
    }
  }

  #commit(partitions: readonly PartitionLanding[]): void {
    const { source, observer } = this.#options;
    const positions = partitions.map(({ id, durable, lastSegment }) => ({
      partition: id.partition,
      position: durable,
      lastSegment,
    }));
    source.commit(positions).then(
      () => observer.committed?.(positions),
      () => undefined,
    );
  }

  #showPaused(partitions: readonly PartitionLanding[]): void {
    const { observer } = this.#options;
    const paused = partitions.map(({ id }) => id.partition);
    const begun = paused.filter((partition) => !this.#paused.includes(partition));
    const over = this.#paused.filter((partition) => !paused.includes(partition));
    if (begun.length > 0) observer.paused?.(begun);
    if (over.length > 0) observer.resumed?.(over);
    this.#paused = paused;
  }

  #reportProgress(): void {
    const { feed, onProgress } = this.#options;
    onProgress({ feed: feed.name, recordsRead: this.#recordsRead, ...this.#counts });
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
