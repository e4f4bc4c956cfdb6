import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { landStream, openKafkaSource, openLocalStore, type LandReport } from "@headwater/ingest";
import { CompressionTypes, type Admin, type Message, type Producer } from "kafkajs";

import { consumeTopic } from "../chaos/consume-topic.ts";
import { eventSchema, feedSettings } from "../chaos/made-up-events.ts";
import { readLanding, type Landing } from "../chaos/reader/read-landing.ts";
import { readStoreFolder } from "../chaos/reader/stored-file.ts";
import { TopicTruth, type Fate, type SentRecord } from "../chaos/topic-truth.ts";
import { verifyLanding, type LogRange } from "../chaos/verify-landing.ts";
import { temporaryFolder } from "../rig/headwater.ts";
import { startKafkaBroker, type KafkaBroker } from "../rig/kafka-broker.ts";
import { createTopic } from "../rig/kafka-topics.ts";
import { produceBatch } from "./produce-batch.ts";

/** One broker for the topics of a file of tests. */
export interface PoisonRig {
  readonly folder: string;
  readonly broker: KafkaBroker;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly stop: () => Promise<void>;
}

export async function startPoisonRig(): Promise<PoisonRig> {
  const folder = temporaryFolder("poison");
  const broker = await startKafkaBroker();
  const admin = broker.client.admin();
  // A broker that has just been given hundreds of partitions does not lead all of them at once.
  const producer = broker.client.producer({ retry: { retries: 20, initialRetryTime: 200 } });
  await Promise.all([admin.connect(), producer.connect()]);
  const stop = async (): Promise<void> => {
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await broker.stop();
    folder[Symbol.dispose]();
  };
  return { folder: folder.path, broker, admin, producer, stop };
}

export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
  /** Whether the log's start may move, see TopicTruth. */
  readonly isCleaned?: boolean;
}

/** What a test sends at once, as one batch. */
export type Payload = Pick<SentRecord, "value" | "expectation">;

let sentCount = 0;

/** A topic with its contract, what was sent to it, and a local store of its own. */
export class PoisonTopic {
  readonly #rig: PoisonRig;
  readonly #settings: TopicSettings;
  readonly storeFolder: string;
  #truth: TopicTruth;
  #epoch = 1;

  constructor(rig: PoisonRig, settings: TopicSettings) {
    this.#rig = rig;
    this.#settings = settings;
    this.storeFolder = join(rig.folder, "stores", settings.name);
    this.#truth = new TopicTruth(settings.name, settings.isCleaned);
  }

  /** Creates it at the broker. */
  async create(): Promise<this> {
    const { name, partitions, config = {} } = this.#settings;
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await createTopic(this.#rig.admin, { topic: name, numPartitions: partitions, configEntries });
    return this;
  }

  /** Deletes it and creates it anew: the truth begins again. */
  async recreate(): Promise<void> {
    await this.#rig.admin.deleteTopics({ topics: [this.#settings.name] });
    this.#truth = new TopicTruth(this.#settings.name, this.#settings.isCleaned);
    await this.create();
  }

  /** As the hint of INGEST_STREAM_RECREATED says. */
  raiseEpoch(): void {
    this.#epoch++;
  }

  /** Sends one batch to a partition. */
  async send(partition: number, payloads: readonly Payload[], isCompressed = false): Promise<void> {
    const records = payloads.map((payload) => toRecord(partition, payload));
    const [answer] = await this.#rig.producer.send({
      topic: this.#settings.name,
      messages: toMessages(records),
      acks: -1,
      compression: isCompressed ? CompressionTypes.GZIP : CompressionTypes.None,
    });
    this.#truth.acknowledged(records, Number(answer?.baseOffset), "kept");
  }

  /** Sends one batch without keys, of more records than kafkajs can encode in time. */
  async sendMany(partition: number, payloads: readonly Payload[]): Promise<void> {
    const records = payloads.map((payload) => ({ ...toRecord(partition, payload), key: null }));
    const { name } = this.#settings;
    const baseOffset = await produceBatch(this.#rig.broker.address, name, partition, records);
    this.#truth.acknowledged(records, baseOffset, "kept");
  }

  /** Sends one batch in a transaction of its own, which is then ended. */
  async sendInTransaction(partition: number, payloads: readonly Payload[], fate: Fate): Promise<void> {
    const producer = this.#rig.broker.client.producer({
      transactionalId: `poison-${sentCount}`,
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    const records = payloads.map((payload) => toRecord(partition, payload));
    const transaction = await producer.transaction();
    const [answer] = await transaction.send({ topic: this.#settings.name, messages: toMessages(records) });
    await (fate === "aborted" ? transaction.abort() : transaction.commit());
    this.#truth.acknowledged(records, Number(answer?.baseOffset), fate);
    await producer.disconnect();
  }

  /** Moves the log's start, as retention does. */
  async trim(partition: number, start: number): Promise<void> {
    const { name } = this.#settings;
    // kafkajs finds the leader only once it was asked for offsets.
    await this.#rig.admin.fetchTopicOffsets(name);
    await this.#rig.admin.deleteTopicRecords({
      topic: name,
      partitions: [{ partition, offset: String(start) }],
    });
  }

  /** Lands it to its end, as `headwater land --once`. */
  async land(groupId: string = this.#settings.name): Promise<LandReport> {
    const feed = await this.feed();
    return await landStream({
      feed,
      source: openKafkaSource({ feed, brokers: [this.#rig.broker.address], groupId }),
      store: openLocalStore(this.storeFolder),
      isOnce: true,
    });
  }

  /** The feed as its contract's folder has it, which is written anew. */
  async feed(): Promise<StreamFeed> {
    const { name, partitions } = this.#settings;
    const contracts = join(this.#rig.folder, "contracts");
    const folder = join(contracts, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "feed.yml"), feedSettings(name, partitions, this.#epoch));
    await writeFile(join(folder, "event.schema.json"), eventSchema);
    const feed = findFeed(await loadFeeds(contracts), name);
    if (feed.kind !== "stream") throw new Error(`${name} is a stream`);
    return feed;
  }

  /** What the independent reader finds in this epoch of the store. */
  async landing(): Promise<Landing> {
    const otherEpoch = new RegExp(`^[^/]+/[^/]+/(?!${this.#epoch}/)\\d+/`);
    return readLanding(
      (await readStoreFolder(this.storeFolder)).filter(({ name }) => !otherEpoch.test(name)),
    );
  }

  /**
   * What is wrong with what was landed, by the independent reader. A plain consumer is asked, too, unless the topic is
   * one that kafkajs' cannot read to its end.
   */
  async findings(isConsumed = true): Promise<readonly string[]> {
    const { name } = this.#settings;
    const log = await this.log();
    const consumed = isConsumed ? await consumeTopic(this.#rig.broker.client, name, log) : undefined;
    return verifyLanding(await this.landing(), { truth: this.#truth, log, ...(consumed && { consumed }) });
  }

  async log(): Promise<readonly LogRange[]> {
    const partitions = await this.#rig.admin.fetchTopicOffsets(this.#settings.name);
    return partitions
      .toSorted((left, right) => left.partition - right.partition)
      .map(({ low, high }) => ({ start: Number(low), end: Number(high) }));
  }
}

function toRecord(partition: number, { value, expectation }: Payload): SentRecord {
  return { partition, key: Buffer.from(`key-${sentCount++}`), value, timestampMs: Date.now(), expectation };
}

function toMessages(records: readonly SentRecord[]): Message[] {
  return records.map(({ partition, key, value, timestampMs }) => ({
    partition,
    key,
    value,
    timestamp: String(timestampMs),
  }));
}
