import type { StreamFeed } from "@headwater/contracts";

import type { IngestError } from "../errors.ts";
import type { Source } from "../source/source.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { PartitionFault } from "./land-report.ts";
import { checkChain, isFaultOfOnePartition, partitionsChanged } from "./landing-faults.ts";
import { PartitionLanding, type SegmentLimits } from "./partition-landing.ts";
import { Quarantine } from "./quarantine.ts";
import { recoverChain } from "./recover-chain.ts";
import { partitionOf } from "./segment-name.ts";
import { createSlots } from "./upload-slots.ts";
import type { WriterContext } from "./write-segment.ts";

export interface OwnedPartitionsOptions {
  readonly feed: StreamFeed;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly limits: SegmentLimits;
  readonly context: WriterContext;
  readonly onNotice: (notice: string) => void;
  readonly onAssigned: (partitions: readonly number[]) => void;
  readonly onIsolated: (partition: number, error: IngestError) => void;
}

const chainLookupsAtOnce = 16;

/** The partitions of a feed that this worker owns at the moment, those among them apart that are left alone. */
export class OwnedPartitions {
  readonly #options: OwnedPartitionsOptions;
  readonly #quarantine: Quarantine;
  readonly #lookups = createSlots(chainLookupsAtOnce);
  #generation: number | undefined;
  #partitions: ReadonlyMap<number, PartitionLanding> = new Map();
  /** Those whose chain is known to be of this very topic, by the topic's id. */
  readonly #sameTopic = new Set<number>();

  constructor(options: OwnedPartitionsOptions) {
    this.#options = options;
    this.#quarantine = new Quarantine(options.feed.name, options.context.now, options.onNotice);
  }

  /** In no order; also those in quarantine of which something is still to be written. */
  get all(): readonly PartitionLanding[] {
    return [...this.#partitions.values()];
  }

  get readable(): readonly PartitionLanding[] {
    return this.all.filter(({ id }) => !this.#quarantine.has(id.partition));
  }

  /** A partition that this worker owns and reads. */
  get(partition: number): PartitionLanding | undefined {
    return this.#quarantine.has(partition) ? undefined : this.#partitions.get(partition);
  }

  isLeftAlone(partition: number): boolean {
    return this.#quarantine.has(partition);
  }

  faults(): readonly PartitionFault[] {
    return this.#quarantine.faults();
  }

  /**
   * Takes up the partitions that were assigned anew, lets go of those that were taken away, and gives those another
   * chance whose quarantine is over; not those that are `busy` being written.
   */
  async follow(busy: readonly PartitionLanding[]): Promise<void> {
    const { source, feed, onAssigned } = this.#options;
    const { generation, partitions } = source.assignment();
    const due = partitions.filter(
      (each) => this.#quarantine.isDue(each) && !busy.some(({ id }) => id.partition === each),
    );
    if (generation === this.#generation && due.length === 0) return;
    if (partitions.some((partition) => partition >= feed.partitions)) {
      throw partitionsChanged(feed, source, Math.max(...partitions) + 1);
    }
    for (const partition of due) this.#quarantine.release(partition);
    const found = await Promise.all(
      partitions.map(async (partition) => {
        const known = due.includes(partition) ? undefined : this.#partitions.get(partition);
        return known ?? (await this.#lookups(() => this.#recover(partition)));
      }),
    );
    this.#partitions = new Map(found.flatMap((each) => (each ? [[each.id.partition, each]] : [])));
    this.#generation = generation;
    this.#quarantine.keepOnly(partitions);
    onAssigned(partitions);
  }

  /** A segment of the partition is in the store, with the topic's id if there is one. */
  landed(partition: number): void {
    if (this.#options.context.topicId !== undefined) this.#sameTopic.add(partition);
  }

  /** Lets the other partitions go on, if the error is one partition's own; else throws it. */
  async isolate(partition: number, error: unknown): Promise<void> {
    const { source, onIsolated } = this.#options;
    const canGoOn = source.canSkipPartitions === true;
    if (!canGoOn || !isFaultOfOnePartition(error, this.#sameTopic.has(partition))) throw error;
    // A topic that was created anew while it was read concerns them all.
    await source.checkIdentity();
    this.#quarantine.add(partition, error);
    onIsolated(partition, error);
  }

  /** Forgets what is held of a partition, because it cannot be written; it will be read again. */
  drop(landing: PartitionLanding): void {
    this.#partitions = new Map([...this.#partitions].filter(([, each]) => each !== landing));
  }

  async #recover(partition: number): Promise<PartitionLanding | undefined> {
    const { source, feed, store, limits, context } = this.#options;
    if (this.#quarantine.has(partition)) return undefined;
    const id = partitionOf(feed, partition);
    try {
      // Before the chain is listed: another worker may land and commit while it is.
      const committed = await source.committed(partition);
      // A worker that starts looks at whole chains; one that takes over while others wait, only at their ends.
      const lastKnown = this.#generation === undefined ? undefined : committed?.lastSegment;
      const recovered = await recoverChain(store, id, lastKnown);
      checkChain(
        feed,
        partition,
        recovered,
        context.topicId,
        committed?.position ?? 0,
        source,
        store.location,
      );
      if (recovered.topicId !== undefined && recovered.topicId === context.topicId)
        this.#sameTopic.add(partition);
      return new PartitionLanding(id, recovered, limits);
    } catch (error) {
      await this.isolate(partition, error);
      return undefined;
    }
  }
}
