import type { StreamFeed } from "@headwater/contracts";
import type { Kafka } from "kafkajs";

import { isDoneWithin } from "../../done-within.ts";
import { IngestError } from "../../errors.ts";
import type {
  Assignment,
  LandedPosition,
  ReadLimits,
  ReadPosition,
  Source,
  SourceBatch,
  StreamFacts,
} from "../source.ts";
import { readCommit, writeCommitNote } from "./commit-note.ts";
import type { KafkaSecurity } from "./kafka-security.ts";
import { createKafkaClient } from "./kafkajs-client.ts";
import { Membership } from "./membership.ts";
import { PartitionFetcher } from "./partition-fetcher.ts";
import { patiently, topicMissing, TopicReader } from "./topic-reader.ts";

const closeTimeoutMs = 5000;
const committedAgeMs = 10_000;

export interface KafkaSourceOptions {
  readonly feed: Pick<StreamFeed, "topic" | "epoch">;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly groupId: string;
  readonly security?: KafkaSecurity | undefined;
  /** How long this worker may be silent before its partitions go to others; 30 seconds if it is not said. */
  readonly sessionTimeoutMs?: number;
}

/**
 * A Kafka topic as a stream, shared with the other members of the consumer group. Positions come from the caller
 * alone; the group says who reads what. Only records of committed transactions are read.
 */
export function openKafkaSource(options: KafkaSourceOptions): Source {
  return new KafkaSource(options);
}

class KafkaSource implements Source {
  readonly canSkipPartitions = true;
  readonly description: string;
  readonly #options: KafkaSourceOptions;
  readonly #kafka: Kafka;
  readonly #topic: TopicReader;
  readonly #membership: Membership;
  readonly #fetcher: PartitionFetcher;
  #topicId: string | undefined;
  #ends: ReadonlyMap<number, number> = new Map();
  #committed: Promise<ReadonlyMap<number, LandedPosition>> = Promise.resolve(new Map());
  #committedAtMs = 0;

  constructor(options: KafkaSourceOptions) {
    const { feed, brokers, groupId, sessionTimeoutMs, security } = options;
    this.#options = options;
    this.description = `Kafka topic ${feed.topic} at ${brokers.join(",")}`;
    this.#kafka = createKafkaClient({ brokers, clientId: "headwater-land", security });
    this.#topic = new TopicReader(this.#kafka, feed.topic);
    this.#fetcher = new PartitionFetcher(this.#topic, this.description);
    this.#membership = new Membership({
      kafka: this.#kafka,
      groupId,
      topic: feed.topic,
      commitNote: (landed) => writeCommitNote(feed.epoch, landed),
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
    });
  }

  async open(): Promise<StreamFacts> {
    return await this.#explained(async () => {
      await this.#topic.open();
      const partitions = this.#topic.partitionCount;
      this.#topicId = await this.#topic.topicId();
      this.#ends = await this.#topic.stableEnds(
        Array.from({ length: partitions }, (_, partition) => partition),
      );
      // kafkajs does not repeat this one while the group's coordinator loads, as it does after a restart.
      this.#committed = Promise.resolve(await patiently(() => this.#readCommitted()));
      this.#committedAtMs = Date.now();
      await this.#membership.join();
      return { partitions, ...(this.#topicId === undefined ? {} : { topicId: this.#topicId }) };
    });
  }

  assignment(): Assignment {
    return this.#membership.assignment;
  }

  ends(): ReadonlyMap<number, number> {
    return this.#ends;
  }

  latestEnds(): ReadonlyMap<number, number> {
    return this.#fetcher.latestEnds;
  }

  async read(wanted: readonly ReadPosition[], limits?: ReadLimits): Promise<readonly SourceBatch[]> {
    return await this.#explained(async () => {
      this.#membership.throwFailure();
      return await this.#fetcher.fetch(wanted, limits);
    });
  }

  async checkIdentity(): Promise<void> {
    const topicId = await this.#explained(() => this.#topic.topicId());
    if (topicId === this.#topicId) return;
    throw new IngestError(
      "INGEST_STREAM_RECREATED",
      `${this.description} was deleted and created anew while it was read: ` +
        `expected the topic id ${this.#topicId}, found ${topicId}.`,
      "Raise `epoch` in the feed's feed.yml: the offsets of the new topic begin again.",
    );
  }

  async committed(partition: number): Promise<LandedPosition | undefined> {
    // All partitions of an assignment are asked for together; those of a later one want to know it anew. What was
    // known before will do where the group does not answer.
    if (Date.now() - this.#committedAtMs > committedAgeMs) {
      const known = this.#committed;
      this.#committedAtMs = Date.now();
      this.#committed = this.#readCommitted().catch(() => known);
    }
    return (await this.#committed).get(partition);
  }

  async commit(positions: readonly LandedPosition[]): Promise<void> {
    this.#membership.commit(positions);
  }

  async close(): Promise<void> {
    const closed = Promise.allSettled([
      this.#membership.leave(),
      this.#fetcher.close().then(() => this.#topic.close()),
    ]);
    // Brokers that are away must not hold up the end of a worker: they notice by themselves that it is gone.
    await isDoneWithin(closeTimeoutMs, closed);
  }

  /** What the group has committed in this epoch of the topic. */
  async #readCommitted(): Promise<ReadonlyMap<number, LandedPosition>> {
    const { feed, groupId } = this.#options;
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const [found] = await admin.fetchOffsets({ groupId, topics: [feed.topic] });
      const commits = (found?.partitions ?? []).flatMap((offset) => readCommit(feed.epoch, offset) ?? []);
      return new Map(commits.map((commit) => [commit.partition, commit]));
    } finally {
      await admin.disconnect();
    }
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explain(error, this.#options.feed.topic, this.description);
    }
  }
}

/** kafkajs' errors as errors that say what to do. */
function explain(error: unknown, topic: string, description: string): unknown {
  if (error instanceof IngestError || !(error instanceof Error) || !error.name.startsWith("KafkaJS"))
    return error;
  // The broker's answer, as kafkajs' protocol errors have it.
  if ((error as { type?: string }).type === "UNKNOWN_TOPIC_OR_PARTITION") return topicMissing(topic, error);
  return new IngestError(
    "INGEST_SOURCE_UNREADABLE",
    `Cannot read ${description}: ${error.message}.`,
    "Check --brokers, and that this machine may connect to them and read the topic.",
    error,
  );
}
