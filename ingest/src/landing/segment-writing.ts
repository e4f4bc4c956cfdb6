import type { StreamFeed } from "@headwater/contracts";

import type { Source } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Compression } from "./compression.ts";
import { followChain } from "./follow-chain.ts";
import type { PartitionLanding } from "./partition-landing.ts";
import type { SegmentContent } from "./pending-segment.ts";
import type { Slots } from "./upload-slots.ts";
import { writeSegment, type WriteOutcome, type WriterContext } from "./write-segment.ts";

export interface SegmentWritingOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly context: WriterContext;
  /** How to compress, if this worker is the first of the epoch. */
  readonly compression: Compression;
  readonly uploads: Slots;
  readonly onNotice: (notice: string) => void;
  readonly onWritten: (partition: PartitionLanding, content: SegmentContent, written: WriteOutcome) => void;
  /** Nothing more of the partition is written. */
  readonly onFailed: (partition: PartitionLanding, error: unknown) => Promise<void>;
}

/** Writes the sealed segments of partitions, beside the reading: one at a time of each partition, in order. */
export class SegmentWriting {
  readonly #options: SegmentWritingOptions;
  /** One at most for each partition: a segment's position hangs on how the one before it ended. */
  readonly #writing = new Map<PartitionLanding, Promise<void>>();
  readonly #failed = new WeakSet<PartitionLanding>();
  #compression: Promise<Compression> | undefined;

  constructor(options: SegmentWritingOptions) {
    this.#options = options;
  }

  /** The partitions of which something is being written. */
  get partitions(): readonly PartitionLanding[] {
    return [...this.#writing.keys()];
  }

  /** Begins to write what is sealed of a partition, if that is not underway. */
  start(partition: PartitionLanding): void {
    if (partition.sealedCount === 0 || this.#writing.has(partition) || this.#failed.has(partition)) return;
    const writing = this.#writeSealed(partition)
      .catch(async (error: unknown) => {
        this.#failed.add(partition);
        await this.#options.onFailed(partition, error);
      })
      .finally(() => this.#writing.delete(partition));
    this.#writing.set(partition, writing);
  }

  /** Waits until one partition's segments are written, whether it succeeds or not. */
  async untilOne(): Promise<void> {
    await Promise.race(this.#writing.values());
  }

  /** Waits until nothing is being written any more, whether it succeeds or not. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  async #writeSealed(partition: PartitionLanding): Promise<void> {
    const { source, store, context, uploads, onWritten } = this.#options;
    for (let content = partition.nextSegment(); content; content = partition.nextSegment()) {
      const segment = content;
      // Before the segment, not after: everything in it was read before this check, from the stream that was opened.
      await source.checkIdentity();
      this.#compression ??= this.#followChain();
      const compression = await this.#compression;
      const written = await uploads(() =>
        writeSegment(store, partition.id, segment, { ...context, compression }),
      );
      if (written.outcome === "lost") partition.lost(written.winnerNext);
      else partition.created();
      onWritten(partition, segment, written);
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
}
