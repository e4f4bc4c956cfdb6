import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import type { Source } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { LandRecords } from "./compile-lander.ts";
import type { Compression } from "./compression.ts";
import { countDeadReasons } from "./describe-segment.ts";
import { followChain } from "./follow-chain.ts";
import type { LandObserver, PartitionGauges } from "./land-observer.ts";
import {
  countSegment,
  noCounts,
  type LandCounts,
  type LandProgress,
  type LandReport,
} from "./land-report.ts";
import { PartitionLanding, type SegmentLimits } from "./partition-landing.ts";
import { recoverChain, type RecoveredChain } from "./recover-chain.ts";
import { partitionOf, segmentPrefix } from "./segment-name.ts";
import { writeSegment, type WriterContext } from "./write-segment.ts";

export interface FeedLandingOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly limits: SegmentLimits;
  readonly land: LandRecords;
  readonly context: WriterContext;
  /** How to compress, if this worker is the first of the epoch. */
  readonly compression: Compression;
  readonly onProgress: (progress: LandProgress) => void;
  /** Told what a person should know at once, as a sentence. */
  readonly onNotice: (notice: string) => void;
  readonly observer: LandObserver;
}

/** A segment in the making and one full segment: further reading of the partition waits for the store. */
const maxSealedSegments = 1;

/** The partitions of one feed that this worker owns, and the writing of their segments beside the reading. */
export class FeedLanding {
  readonly #options: FeedLandingOptions;
  #generation: number | undefined;
  #partitions = new Map<number, PartitionLanding>();
  /** One at most for each partition: a segment's position hangs on how the one before it ended. */
  readonly #writing = new Map<PartitionLanding, Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #counts: LandCounts = noCounts;
  #compression: Promise<Compression> | undefined;
  #recordsRead = 0;
  #refusals = 0;

  constructor(options: FeedLandingOptions) {
    this.#options = options;
  }

  /** Reads once, and starts to write every segment that is full or overdue. */
  async step(): Promise<void> {
    await this.#followAssignment();
    const open = [...this.#partitions.values()].filter(({ sealedCount }) => sealedCount <= maxSealedSegments);
    if (open.length === 0 && this.#writing.size > 0) await Promise.race(this.#writing.values());
    else await this.#read(open);
    for (const partition of this.#partitions.values()) {
      if (partition.isOverdue(this.#options.context.now())) partition.seal();
      this.#startWriting(partition);
    }
    this.#throwFailure();
    this.#options.observer.turned?.();
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
   * those of other workers, whose segments are looked up.
   */
  async isAtEnd(): Promise<boolean> {
    await this.#followAssignment();
    const { source, store, feed } = this.#options;
    const ends = source.ends();
    if (!ends) return false;
    const isReadTo = ([partition, end]: readonly [number, number]): boolean =>
      (this.#partitions.get(partition)?.expected ?? end) >= end;
    if (![...ends].every(isReadTo)) return false;
    await this.flush();
    for (const [partition, end] of ends) {
      if (this.#partitions.has(partition)) continue;
      const { position } = await recoverChain(store, partitionOf(feed, partition));
      if (position < end) return false;
    }
    return true;
  }

  /** Writes everything that was read, and waits until it is in the store. */
  async flush(): Promise<void> {
    const partitions = [...this.#partitions.values()];
    for (const partition of partitions) partition.seal();
    while (partitions.some(({ sealedCount }) => sealedCount > 0)) {
      for (const partition of partitions) this.#startWriting(partition);
      await this.settle();
      this.#throwFailure();
    }
    await this.#commit(partitions);
  }

  /** Waits until nothing is being written any more, whether it succeeds or not. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing.values());
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
    };
  }

  async #read(open: readonly PartitionLanding[]): Promise<void> {
    const { source, land, context, observer } = this.#options;
    const batches = await source.read(open.map(({ readPosition }) => readPosition));
    for (const batch of batches) {
      const partition = this.#partitions.get(batch.partition);
      if (!partition) continue;
      const isAccepted = partition.accept(batch, land, context.now());
      this.#refusals = isAccepted ? 0 : this.#refusals + 1;
      // The next read asks for the expected position again. A source that then skips it once more never will give it.
      if (this.#refusals > 1) throw offsetGap(source, partition, batch.from);
      this.#recordsRead += batch.records.length;
    }
    observer.read?.({
      batches: batches.length,
      records: batches.reduce((sum, { records }) => sum + records.length, 0),
    });
    this.#reportProgress();
  }

  /** Takes up the partitions that were assigned anew, and lets go of those that were taken away. */
  async #followAssignment(): Promise<void> {
    const { source, feed, store, limits } = this.#options;
    const { generation, partitions } = source.assignment();
    if (generation === this.#generation) return;
    if (partitions.some((partition) => partition >= feed.partitions)) {
      throw partitionsChanged(feed, source, Math.max(...partitions) + 1);
    }
    const kept = new Map<number, PartitionLanding>();
    for (const partition of partitions) {
      const known = this.#partitions.get(partition);
      if (known) {
        kept.set(partition, known);
        continue;
      }
      const id = partitionOf(feed, partition);
      const recovered = await recoverChain(store, id);
      await this.#checkChain(id.partition, recovered);
      kept.set(partition, new PartitionLanding(id, recovered, limits));
    }
    this.#partitions = kept;
    this.#generation = generation;
    this.#options.observer.assigned?.(partitions);
  }

  async #checkChain(partition: number, recovered: RecoveredChain): Promise<void> {
    const { source, store, feed, context } = this.#options;
    if (
      recovered.topicId !== undefined &&
      context.topicId !== undefined &&
      recovered.topicId !== context.topicId
    ) {
      throw new IngestError(
        "INGEST_STREAM_RECREATED",
        `${source.description} is not the topic that was landed in epoch ${feed.epoch}: ` +
          `expected the topic id ${recovered.topicId}, found ${context.topicId}.`,
        "If the topic was created anew, raise `epoch` in the feed's feed.yml. If it is another cluster, name another --store.",
      );
    }
    if (recovered.position > 0) return;
    const committed = await source.committed(partition);
    if (committed === undefined || committed === 0) return;
    throw new IngestError(
      "INGEST_CHAIN_MISSING",
      `The consumer group says that ${source.description}, partition ${partition}, is landed up to offset ${committed}, ` +
        `but there is no segment under ${segmentPrefix(partitionOf(feed, partition))} in ${store.location}.`,
      "Check --store. To land everything into a new store on purpose, name another --group.",
    );
  }

  #startWriting(partition: PartitionLanding): void {
    if (partition.sealedCount === 0 || this.#writing.has(partition) || this.#failure) return;
    const writing = this.#writeSealed(partition)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#writing.delete(partition));
    this.#writing.set(partition, writing);
  }

  async #writeSealed(partition: PartitionLanding): Promise<void> {
    const { source, store, context, observer } = this.#options;
    for (let content = partition.nextSegment(); content; content = partition.nextSegment()) {
      // Before the segment, not after: everything in it was read before this check, from the stream that was opened.
      await source.checkIdentity();
      this.#compression ??= this.#followChain();
      const compression = await this.#compression;
      const written = await writeSegment(store, partition.id, content, { ...context, compression });
      if (written.outcome === "lost") {
        partition.lost(written.winnerNext);
        const { winnerNext } = written;
        observer.raceLost?.({ partition: partition.id.partition, position: content.from, winnerNext });
        this.#counts = { ...this.#counts, lostRaces: this.#counts.lostRaces + 1 };
      } else {
        partition.created();
        const deadReasons = countDeadReasons(content);
        this.#counts = countSegment(this.#counts, written.segment, deadReasons);
        const ageMs = context.now() - content.readAtMs;
        observer.segmentCreated?.({ ...written, deadReasons, ageMs });
        await this.#commit([partition]);
      }
      this.#reportProgress();
    }
  }

  async #followChain(): Promise<Compression> {
    const { store, feed, compression: wanted, onNotice } = this.#options;
    const compression = await followChain(store, feed, wanted);
    if (compression !== wanted) {
      const begun = `epoch ${feed.epoch} was begun with ${compression}`;
      onNotice(`${feed.name}: ${begun}; ${wanted} applies from the next epoch on`);
    }
    return compression;
  }

  async #commit(partitions: readonly PartitionLanding[]): Promise<void> {
    const { source, observer } = this.#options;
    const positions = partitions.map(({ id, durable }) => ({ partition: id.partition, position: durable }));
    await source.commit(positions);
    observer.committed?.(positions);
  }

  #reportProgress(): void {
    const { feed, onProgress } = this.#options;
    onProgress({ feed: feed.name, recordsRead: this.#recordsRead, ...this.#counts });
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

/** The topic has another number of partitions than the contract says. */
export function partitionsChanged(feed: StreamFeed, source: Source, found: number): IngestError {
  return new IngestError(
    "INGEST_PARTITIONS_CHANGED",
    `${source.description} has ${found} partitions, the contract of ${feed.name} says ${feed.partitions}.`,
    "A key's events move when partitions are added: set `partitions` in feed.yml, and raise `epoch` with it.",
  );
}

function offsetGap(source: Source, partition: PartitionLanding, found: number): IngestError {
  return new IngestError(
    "INGEST_OFFSET_GAP",
    `${source.description}, partition ${partition.id.partition}, continues at offset ${found}, expected ${partition.expected}.`,
    "Nothing was landed beyond the gap. Run it again; if it happens again, run `headwater audit`.",
  );
}
