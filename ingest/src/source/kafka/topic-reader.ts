import { setTimeout as sleep } from "node:timers/promises";

import type { Kafka } from "kafkajs";

import { IngestError } from "../../errors.ts";
import type { ReadPosition } from "../source.ts";
import {
  decodeFetch,
  encodeFetch,
  fetchApi,
  type FetchedPartition,
  type FetchLimits,
} from "./fetch-protocol.ts";
import { decodeTopicMetadata, encodeTopicMetadata, metadataApi, type TopicMetadata } from "./topic-id.ts";

/** The part of kafkajs' cluster, an inner class of version 2.2.4, that is used: connections, log-in, and leaders. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findTopicPartitionMetadata(
    topic: string,
  ): readonly { readonly partitionId: number; readonly leader: number }[];
  findBroker(node: { readonly nodeId: number }): Promise<Broker>;
  getNodeIds(): readonly number[];
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number }[];
      readonly fromBeginning: boolean;
    }[],
  ): Promise<
    readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[]
  >;
}

interface Broker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>>;
  readonly connectionPool: {
    send<T>(request: {
      readonly request: {
        readonly apiKey: number;
        readonly apiVersion: number;
        readonly apiName: string;
        readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
      };
      readonly response: {
        readonly decode: (bytes: Buffer) => Promise<T>;
        readonly parse: (decoded: T) => Promise<T>;
      };
    }): Promise<T>;
  };
}

type CreateCluster = (options: {
  readonly metadataMaxAge: number;
  readonly allowAutoTopicCreation: boolean;
  readonly isolationLevel: number;
}) => Cluster;

/** How long brokers may be out of reach, or a partition without a leader, before the reader gives up. */
export const patienceMs = 120_000;
export const retryDelayMs = 250;

const metadataMaxAgeMs = 300_000;
const readCommitted = 1;

/**
 * One topic as its brokers have it, read by requests of our own over kafkajs' connections: kafkajs' own consumer
 * hides offsets without a record, resets positions by itself, and can show records of aborted transactions.
 */
export class TopicReader {
  readonly #topic: string;
  readonly #cluster: Cluster;

  constructor(kafka: Kafka, topic: string) {
    this.#topic = topic;
    this.#cluster = createCluster(kafka);
  }

  /** Connects, and finds out where the topic's partitions are. Throws INGEST_TOPIC_MISSING. */
  async open(): Promise<void> {
    await this.#cluster.connect();
    await this.#cluster.addTargetTopic(this.#topic);
  }

  async close(): Promise<void> {
    await this.#cluster.disconnect();
  }

  /** Asks who leads which partition now. */
  async refresh(): Promise<void> {
    await this.#cluster.refreshMetadata();
  }

  get partitionCount(): number {
    return this.#cluster.findTopicPartitionMetadata(this.#topic).length;
  }

  /** The broker that leads a partition; undefined while there is none. */
  leaderOf(partition: number): number | undefined {
    const found = this.#cluster
      .findTopicPartitionMetadata(this.#topic)
      .find(({ partitionId }) => partitionId === partition);
    return found && found.leader >= 0 ? found.leader : undefined;
  }

  /** What one broker has at the positions. */
  async fetch(
    nodeId: number,
    positions: readonly ReadPosition[],
    limits: FetchLimits,
  ): Promise<readonly FetchedPartition[]> {
    const broker = await this.#cluster.findBroker({ nodeId });
    return await send(broker, "Fetch", fetchApi, encodeFetch(this.#topic, positions, limits), decodeFetch);
  }

  /** The topic's id; undefined where the brokers know none. Throws INGEST_TOPIC_MISSING. */
  async topicId(): Promise<string | undefined> {
    const metadata = await this.#patiently(() => this.#metadata());
    if (metadata === undefined || metadata.errorCode === 0) return metadata?.topicId;
    throw topicMissing(this.#topic);
  }

  /** The first offset that the log still has, for each of the partitions. */
  async startOffsets(partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return await this.#offsets(partitions, true);
  }

  /** The offset behind the last one that no open transaction holds back, for each of the partitions. */
  async stableEnds(partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return await this.#offsets(partitions, false);
  }

  async #offsets(
    partitions: readonly number[],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<number, number>> {
    const wanted = partitions.map((partition) => ({ partition }));
    const topics = [{ topic: this.#topic, partitions: wanted, fromBeginning }];
    const [found] = await this.#patiently(() => this.#cluster.fetchTopicsOffset(topics));
    return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  async #metadata(): Promise<TopicMetadata | undefined> {
    const [nodeId = 0] = this.#cluster.getNodeIds();
    const broker = await this.#cluster.findBroker({ nodeId });
    if ((broker.versions[metadataApi.key]?.maxVersion ?? 0) < metadataApi.version) return undefined;
    const request = encodeTopicMetadata(this.#topic);
    return (
      await send(broker, "Metadata", metadataApi, request, (bytes) => ({ topic: decodeTopicMetadata(bytes) }))
    ).topic;
  }

  async #patiently<T>(request: () => Promise<T>): Promise<T> {
    return await patiently(request, () => this.#cluster.refreshMetadata());
  }
}

/** Repeats a request while brokers restart, leaders move, or a group's coordinator is not ready yet. */
export async function patiently<T>(
  request: () => Promise<T>,
  beforeNext: () => Promise<void> = async () => undefined,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error;
      await sleep(retryDelayMs);
      await beforeNext().catch(() => undefined);
    }
  }
}

/** Whether a broker was out of reach or not the leader, rather than of another opinion. */
export function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error) || !error.name.startsWith("KafkaJS")) return false;
  if (/Connection|RequestTimeout|BrokerNotFound|NumberOfRetriesExceeded|LockTimeout/.test(error.name))
    return true;
  // kafkajs marks the answers that ask for a retry.
  return (error as { retriable?: boolean }).retriable === true;
}

export function topicMissing(topic: string, cause?: unknown): IngestError {
  return new IngestError(
    "INGEST_TOPIC_MISSING",
    `The brokers have no topic ${topic}.`,
    "Check --brokers and `topic` in the feed's feed.yml, or create the topic.",
    cause,
  );
}

function createCluster(kafka: Kafka): Cluster {
  const methods = kafka as unknown as Readonly<Record<symbol, CreateCluster | undefined>>;
  const key = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === "private:Kafka:createCluster",
  );
  const create = key && methods[key];
  // Cannot happen with the pinned version; a test with a real broker would notice another one.
  if (!create) throw new TypeError("this version of kafkajs keeps its cluster elsewhere");
  return create({
    metadataMaxAge: metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    isolationLevel: readCommitted,
  });
}

async function send<T extends object>(
  broker: Broker,
  apiName: string,
  api: { readonly key: number; readonly version: number },
  body: Buffer,
  decode: (bytes: Buffer) => T,
): Promise<T> {
  return await broker.connectionPool.send<T>({
    request: {
      apiKey: api.key,
      apiVersion: api.version,
      apiName,
      encode: async () => ({ buf: body, buffer: body }),
    },
    response: { decode: async (bytes) => decode(bytes), parse: async (decoded) => decoded },
  });
}
