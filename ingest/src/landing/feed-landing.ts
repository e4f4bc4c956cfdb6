import { setTimeout as sleep } from "node:timers/promises";

import type { StreamFeed } from "@headwater/contracts";

import type { Source, SourceBatch } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { LandRecords } from "./compile-lander.ts";
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
import { checkChain, isFaultOfOnePartition, offsetGap, partitionsChanged } from "./landing-faults.ts";
import type { BudgetShare, MemoryBudget } from "./memory-budget.ts";
import { PartitionLanding, type SegmentLimits } from "./partition-landing.ts";
import type { SegmentContent } from "./pending-records.ts";
import { Quarantine } from "./quarantine.ts";
import { recoverChain } from "./recover-chain.ts";
import { partitionOf } from "./segment-name.ts";
import { SegmentWriting } from "./segment-writing.ts";
import { createSlots, type Slots } from "./upload-slots.ts";
import type { WriteOutcome, WriterContext } from "./write-segment.ts";

export interface FeedLandingOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly limits: SegmentLimits;
  readonly land: LandRecords;
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
const chainLookupsAtOnce = 16;

/** The partitions of one feed that this worker owns: reads them, and has their segments written beside the reading. */
export class FeedLanding {
  readonly #options: FeedLandingOptions;
  readonly #writing: SegmentWriting;
  readonly #memory: BudgetShare;
  readonly #quarantine: Quarantine;
  readonly #lookups = createSlots(chainLookupsAtOnce);
  #generation: number | undefined;
  #partitions = new Map<number, PartitionLanding>();
  /** The partitions whose chain is that of this very topic, by the topic's id. */
  readonly #sameTopic = new Set<number>();
  readonly #refused = new Set<number>();
  #paused: readonly number[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;
  #counts: LandCounts = noCounts;
  #recordsRead = 0;

  constructor(options: FeedLandingOptions) {
    this.#options = options;
    this.#quarantine = new Quarantine(options.feed.name, options.context.now, options.onNotice);
    this.#writing = new SegmentWriting({
      ...options,
      onWritten: (...written) => this.#written(...written),
      onFailed: (partition, error) => this.#writeFailed(partition, error),
    });
    this.#memory = options.budget.join({
      heldBytes: () => this.#heldBytes(),
      openSegments: () =>
        [...this.#partitions.values()]
          .filter(({ unsealedBytes }) => unsealedBytes > 0)
          .map((partition) => ({ bytes: partition.unsealedBytes, rotate: () => this.#rotate(partition) })),
    });
  }

  /** Reads once, as far as memory allows, and starts to write every segment that is full or overdue. */
  async step(): Promise<void> {
    await this.#followAssignment();
    this.rotateOverdue();
    const owned = this.#readable();
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
    for (const partition of this.#partitions.values()) {
      if (partition.isOverdue(this.#options.context.now())) partition.seal();
      this.#writing.start(partition);
    }
  }

  /** Where the partitions of this worker stand at this moment. */
  gauges(): readonly PartitionGauges[] {
    const ends = this.#options.source.latestEnds?.();
    return [...this.#partitions].map(([partition, { openBytes, oldestOpenMs, durable }]) => {
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
    await this.#followAssignment();
    const { source, store, feed } = this.#options;
    const ends = source.ends();
    if (!ends) return false;
    const left = [...ends].filter(([partition]) => !this.#quarantine.has(partition));
    const isReadTo = ([partition, end]: readonly [number, number]): boolean =>
      (this.#partitions.get(partition)?.expected ?? end) >= end;
    if (!left.every(isReadTo)) return false;
    await this.flush();
    for (const [partition, end] of left) {
      if (this.#partitions.has(partition) || this.#quarantine.has(partition)) continue;
      const { position } = await recoverChain(store, partitionOf(feed, partition));
      if (position < end) return false;
    }
    return true;
  }

  /** Writes everything that was read, and waits until it is in the store. */
  async flush(): Promise<void> {
    for (const partition of this.#partitions.values()) partition.seal();
    while ([...this.#partitions.values()].some(({ sealedCount }) => sealedCount > 0)) {
      for (const partition of this.#partitions.values()) this.#writing.start(partition);
      await this.settle();
      this.#throwFailure();
    }
    this.#commit([...this.#partitions.values()]);
  }

  /** Waits until nothing is being written any more, whether it succeeds or not. */
  async settle(): Promise<void> {
    await this.#writing.settle();
  }

  /** Writes what was read, for so long at most; gives whether all of it is in the store. A read still underway is void. */
  async stop(graceMs: number): Promise<boolean> {
    this.end();
    const waiting = new AbortController();
    const timeout = sleep(graceMs, false, { signal: waiting.signal }).catch(() => false);
    const flushed = this.flush().then(() => true);
    flushed.catch(() => undefined);
    try {
      return await Promise.race([flushed, timeout]);
    } finally {
      waiting.abort();
    }
  }

  /** Takes nothing more from a read that is still underway, and gives the memory back. */
  end(): void {
    this.#isEnded = true;
    this.#memory.leave();
  }

  report(): Omit<LandReport, "isComplete"> {
    const { feed, source, store } = this.#options;
    const partitions = [...this.#partitions]
      .map(([partition, { startPosition, durable }]) => ({ partition, from: startPosition, next: durable }))
      .sort((left, right) => left.partition - right.partition);
    return {
      feed: feed.name,
      source: source.description,
      store: store.location,
      ...this.#counts,
      partitions,
      faults: this.#quarantine.faults(),
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
    const partition = this.#partitions.get(batch.partition);
    if (!partition || this.#quarantine.has(batch.partition)) return;
    try {
      const isAccepted = partition.accept(batch, land, context.now());
      this.#recordsRead += batch.records.length;
      // The next read asks for the expected position again. A source that then skips it once more never will give it.
      if (isAccepted) this.#refused.delete(batch.partition);
      else if (this.#refused.has(batch.partition)) throw offsetGap(source, partition, batch.from);
      else this.#refused.add(batch.partition);
      if (batch.failure) throw batch.failure;
    } catch (error) {
      await this.#isolate(batch.partition, error);
      // What was read before the fault is good.
      partition.seal();
    }
  }

  /** Takes up the partitions that were assigned anew, and lets go of those that were taken away. */
  async #followAssignment(): Promise<void> {
    const { source, feed, observer } = this.#options;
    const { generation, partitions } = source.assignment();
    const busy = this.#writing.partitions.map(({ id }) => id.partition);
    const due = partitions.filter((each) => this.#quarantine.isDue(each) && !busy.includes(each));
    if (generation === this.#generation && due.length === 0) return;
    if (partitions.some((partition) => partition >= feed.partitions)) {
      throw partitionsChanged(feed, source, Math.max(...partitions) + 1);
    }
    for (const partition of due) this.#release(partition);
    const recover = async (partition: number): Promise<readonly [number, PartitionLanding] | undefined> => {
      const landing =
        this.#partitions.get(partition) ?? (await this.#lookups(() => this.#recover(partition)));
      return landing && [partition, landing];
    };
    const found = await Promise.all(partitions.map(recover));
    this.#partitions = new Map(found.flatMap((each) => (each ? [each] : [])));
    this.#generation = generation;
    this.#quarantine.keepOnly(partitions);
    observer.assigned?.(partitions);
  }

  async #recover(partition: number): Promise<PartitionLanding | undefined> {
    const { source, feed, store, limits, context } = this.#options;
    if (this.#quarantine.has(partition)) return undefined;
    const id = partitionOf(feed, partition);
    try {
      const recovered = await recoverChain(store, id);
      await checkChain(feed, partition, recovered, context.topicId, source, store.location);
      if (recovered.topicId !== undefined && recovered.topicId === context.topicId)
        this.#sameTopic.add(partition);
      return new PartitionLanding(id, recovered, limits);
    } catch (error) {
      await this.#isolate(partition, error);
      return undefined;
    }
  }

  /** Lets the other partitions go on, if the error is one partition's own; else throws it. */
  async #isolate(partition: number, error: unknown): Promise<void> {
    const { source, observer } = this.#options;
    const canGoOn = source.canSkipPartitions === true;
    if (!canGoOn || !isFaultOfOnePartition(error, this.#sameTopic.has(partition))) throw error;
    // A topic that was created anew while it was read concerns them all.
    await source.checkIdentity();
    this.#quarantine.add(partition, error);
    observer.quarantined?.({ partition, error });
  }

  /** Gives a partition another chance: its chain is looked up again. */
  #release(partition: number): void {
    this.#quarantine.release(partition);
    this.#partitions.delete(partition);
    this.#refused.delete(partition);
  }

  #readable(): readonly PartitionLanding[] {
    return [...this.#partitions.values()].filter(({ id }) => !this.#quarantine.has(id.partition));
  }

  #heldBytes(): number {
    // Some may be written although another worker has the partition by now.
    const all = new Set([...this.#partitions.values(), ...this.#writing.partitions]);
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
      if (context.topicId !== undefined) this.#sameTopic.add(number);
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
    const { partition: number } = partition.id;
    try {
      await this.#isolate(number, error);
      // What is held of it cannot be written; it will be read again.
      if (this.#partitions.get(number) === partition) this.#partitions.delete(number);
      this.#memory.freed();
    } catch (cause) {
      this.#failure ??= { error: cause };
    }
  }

  #commit(partitions: readonly PartitionLanding[]): void {
    const { source, observer } = this.#options;
    const positions = partitions.map(({ id, durable }) => ({ partition: id.partition, position: durable }));
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
