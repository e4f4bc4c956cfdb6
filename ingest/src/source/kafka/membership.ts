import type { Consumer, Kafka } from "kafkajs";

import type { Assignment, LandedPosition } from "../source.ts";

export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topic: string;
  /** Told with each commit, so that it can be known again. */
  readonly commitNote: (position: LandedPosition) => string;
  /** How long this worker may be silent before its partitions go to others. */
  readonly sessionTimeoutMs?: number;
}

export const defaultSessionTimeoutMs = 30_000;
const longestHeartbeatIntervalMs = 3000;
/**
 * How long a group waits at least for its members to join again. One that was killed while it joined is waited for
 * that long, and nobody reads meanwhile; kafkajs would allow a minute, but nothing holds a living member up here.
 */
const shortestRebalanceMs = 10_000;
/** How often kafkajs' idle loop comes round to see whether a heartbeat is due. */
const idleLoopMs = 300;

/**
 * A place in a consumer group: which partitions are ours, and a note of how far they are landed. kafkajs keeps it up.
 * It never fetches a record: with every join all partitions are paused, and they are read by requests of our own.
 */
export class Membership {
  readonly #consumer: Consumer;
  readonly #options: MembershipOptions;
  readonly #firstJoin = Promise.withResolvers<void>();
  #assignment: Assignment = { generation: 0, partitions: [] };
  #failure: Error | undefined;
  #commits: Promise<void> = Promise.resolve();

  constructor(options: MembershipOptions) {
    this.#options = options;
    const sessionTimeout = options.sessionTimeoutMs ?? defaultSessionTimeoutMs;
    this.#consumer = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout,
      rebalanceTimeout: Math.max(sessionTimeout, shortestRebalanceMs),
      // Kafka advises a third of the session at most.
      heartbeatInterval: Math.min(longestHeartbeatIntervalMs, Math.floor(sessionTimeout / 3)),
      maxWaitTimeInMs: idleLoopMs,
      allowAutoTopicCreation: false,
    });
  }

  /** Joins, and returns with the first assignment. */
  async join(): Promise<void> {
    const { topic } = this.#options;
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // kafkajs forgets and keeps pauses across joins as it likes, so they are set anew.
      consumer.pause([{ topic }]);
      const partitions = [...(payload.memberAssignment[topic] ?? [])].sort((left, right) => left - right);
      this.#assignment = { generation: this.#assignment.generation + 1, partitions };
      this.#firstJoin.resolve();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (payload.restart) return;
      this.#failure = payload.error;
      this.#firstJoin.resolve();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: async () => undefined });
    await this.#firstJoin.promise;
    this.throwFailure();
  }

  get assignment(): Assignment {
    return this.#assignment;
  }

  /** Throws what has ended the membership for good, if anything has. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Notes how far partitions are landed, without waiting for it: nothing depends on these offsets. */
  commit(positions: readonly LandedPosition[]): void {
    const { topic, commitNote } = this.#options;
    const offsets = positions.map((landed) => ({
      topic,
      partition: landed.partition,
      offset: String(landed.position),
      metadata: commitNote(landed),
    }));
    this.#commits = this.#commits
      .then(() => this.#consumer.commitOffsets(offsets))
      // A rebalance refuses it; the next segment's commit makes it good.
      .catch(() => undefined);
  }

  /** Leaves the group, so that others take over at once. */
  async leave(): Promise<void> {
    await this.#commits;
    await this.#consumer.disconnect();
  }
}
