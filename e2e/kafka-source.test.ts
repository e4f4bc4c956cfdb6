import { CompressionTypes, type Admin, type Producer } from "kafkajs";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Gap } from "@headwater/ingest";
import { openKafkaSource } from "@headwater/ingest";

import { contractEvents, contractFeed, describeSource } from "../ingest/src/testing/source-contract.ts";
import type { SourceBatch } from "../ingest/src/source/source.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { createTopic as createTopicOf, untilOffsets } from "./rig/kafka-topics.ts";
import { describeWithTools } from "./rig/tools.ts";
import { partitionForKey } from "../ingest/src/source/partition-for-key.ts";

describeWithTools("a Kafka topic", kafkaTools, () => {
  let broker: KafkaBroker;
  let admin: Admin;
  let producer: Producer;

  beforeAll(async () => {
    broker = await startKafkaBroker({
      "log.cleaner.backoff.ms": "200",
      "log.cleaner.min.cleanable.ratio": "0.01",
    });
    admin = broker.client.admin();
    producer = broker.client.producer();
    await Promise.all([admin.connect(), producer.connect()]);
    await createTopic(contractFeed.topic, contractFeed.partitions);
    const messages = contractEvents.map((text) => {
      const { id, at } = JSON.parse(text) as { id: string; at: string };
      const partition = partitionForKey(Buffer.from(id), contractFeed.partitions);
      return { key: id, value: text, timestamp: String(Date.parse(at)), partition };
    });
    await producer.send({ topic: contractFeed.topic, messages });
  });
  afterAll(async () => {
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await broker.stop();
  });

  const open = (topic: string): ReturnType<typeof openKafkaSource> =>
    openKafkaSource({
      feed: { topic, epoch: 1 },
      brokers: [broker.address],
      groupId: `group-${crypto.randomUUID()}`,
    });

  async function createTopic(
    topic: string,
    numPartitions = 1,
    config: Record<string, string> = {},
  ): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await createTopicOf(admin, { topic, numPartitions, configEntries });
  }

  /** Reads partition 0 of a topic to its end. */
  async function readAll(topic: string, from = 0): Promise<readonly SourceBatch[]> {
    const source = open(topic);
    try {
      await source.open();
      const batches: SourceBatch[] = [];
      let position = from;
      while (position < (source.ends()?.get(0) ?? Infinity)) {
        for (const batch of await source.read([{ partition: 0, position }])) {
          batches.push(batch);
          position = batch.next;
        }
      }
      return batches;
    } finally {
      await source.close();
    }
  }

  const valuesOf = (batches: readonly SourceBatch[]): readonly (string | null)[] =>
    batches.flatMap(({ records }) => records.map(({ value }) => value && Buffer.from(value).toString()));
  const gapsOf = (batches: readonly SourceBatch[]): readonly Gap[] => batches.flatMap(({ gaps }) => gaps);

  describeSource("a Kafka topic", async () => open(contractFeed.topic));

  it("is read with every codec", async () => {
    for (const codec of ["uncompressed", "gzip", "snappy", "lz4", "zstd"]) {
      const topic = `codec-${codec}`;
      // The broker packs it anew, as Java clients do.
      await createTopic(topic, 1, { "compression.type": codec });
      const texts = Array.from({ length: 500 }, (_, index) => `${codec} ${index} `.repeat(100));
      await producer.send({
        topic,
        messages: texts.map((value) => ({ value })),
        compression: CompressionTypes.GZIP,
      });
      expect(valuesOf(await readAll(topic))).toEqual(texts);
    }
  });

  it("keeps null, empty and binary keys and values apart, and every header", async () => {
    await createTopic("shapes");
    const binary = Buffer.from([0xff, 0x00]);
    const headers = { twice: ["a", "b"], binary };
    await producer.send({
      topic: "shapes",
      messages: [
        { key: null, value: null },
        { key: "", value: "" },
        { key: binary, value: binary, headers },
      ],
    });
    const records = (await readAll("shapes")).flatMap((batch) => batch.records);
    expect(records).toMatchObject([
      { key: null, value: null, headers: [] },
      { key: Buffer.alloc(0), value: Buffer.alloc(0) },
      {
        key: binary,
        value: binary,
        headers: [
          { name: "twice", value: Buffer.from("a") },
          { name: "twice", value: Buffer.from("b") },
          { name: "binary", value: binary },
        ],
      },
    ]);
  });

  it("sends a record that is larger than any limit of a fetch", async () => {
    await createTopic("large", 1, { "max.message.bytes": String(12 * 1024 * 1024) });
    await producer.send({ topic: "large", messages: [{ value: "x".repeat(10 * 1024 * 1024) }] });
    await producer.send({ topic: "large", messages: [{ value: "small" }] });
    expect(valuesOf(await readAll("large")).map((value) => value?.length)).toEqual([10 * 1024 * 1024, 5]);
  });

  it("explains offsets that have expired", async () => {
    await createTopic("expired");
    await producer.send({
      topic: "expired",
      messages: Array.from({ length: 10 }, (_, index) => ({ value: `${index}` })),
    });
    // kafkajs finds the leader only once it was asked for offsets.
    await admin.fetchTopicOffsets("expired");
    await admin.deleteTopicRecords({ topic: "expired", partitions: [{ partition: 0, offset: "7" }] });
    const batches = await readAll("expired", 2);
    expect(gapsOf(batches)).toEqual([{ from: 2, to: 6, reason: "expired" }]);
    expect(valuesOf(batches)).toEqual(["7", "8", "9"]);
  });

  it("refuses a position beyond the end: the topic is not the one it was", async () => {
    await createTopic("short");
    await producer.send({ topic: "short", messages: [{ value: "only" }] });
    const source = open("short");
    await source.open();
    expect(await source.read([{ partition: 0, position: 5 }])).toMatchObject([
      { partition: 0, from: 5, next: 5, failure: { code: "INGEST_STREAM_RECREATED" } },
    ]);
    await source.close();
  });

  it("notices that the topic is created anew while it is read", async () => {
    await createTopic("anew");
    const source = open("anew");
    await source.open();
    await source.checkIdentity();
    await admin.deleteTopics({ topics: ["anew"] });
    await createTopic("anew");
    await expect(source.checkIdentity()).rejects.toMatchObject({ code: "INGEST_STREAM_RECREATED" });
    await source.close();
  });

  it("explains offsets that compaction has taken", async () => {
    await createTopic("compacted", 1, {
      "cleanup.policy": "compact",
      "segment.ms": "100",
      "min.cleanable.dirty.ratio": "0.01",
    });
    for (let round = 0; round < 4; round++) {
      await producer.send({ topic: "compacted", messages: [{ key: "same", value: `${round}` }] });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    let batches = await readAll("compacted");
    for (let attempt = 0; gapsOf(batches).length === 0 && attempt < 50; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      batches = await readAll("compacted");
    }
    expect(gapsOf(batches).map(({ reason }) => reason)).toContain("compacted");
    expect(valuesOf(batches).at(-1)).toBe("3");
    expect(batches.at(-1)?.next).toBe(4);
  });

  it("never shows a record of a transaction that is given up, and is not held up by one that is open", async () => {
    await createTopic("transactions");
    const begin = async (
      id: string,
    ): Promise<{
      send: (value: string) => Promise<unknown>;
      end: (how: "abort" | "commit") => Promise<void>;
      close: () => Promise<void>;
    }> => {
      const of = broker.client.producer({ transactionalId: id, maxInFlightRequests: 1, idempotent: true });
      await of.connect();
      const transaction = await of.transaction();
      return {
        // The key is what kafkajs' own consumer takes for an abort marker's.
        send: (value) =>
          transaction.send({ topic: "transactions", messages: [{ key: Buffer.alloc(4), value }] }),
        end: (how) => transaction[how](),
        close: () => of.disconnect(),
      };
    };
    const [outer, inner, kept, still] = [
      await begin("outer"),
      await begin("inner"),
      await begin("kept"),
      await begin("still"),
    ];
    await outer.send("given up 1");
    await inner.send("given up 2");
    await kept.send("kept");
    await inner.end("abort");
    await outer.send("given up 3");
    await outer.end("abort");
    await kept.end("commit");
    // Four records and three markers: the markers are there before anything else is sent.
    await untilOffsets(admin, "transactions", 7);
    await producer.send({ topic: "transactions", messages: [{ value: "plain" }] });
    await still.send("still open");
    await producer.send({ topic: "transactions", messages: [{ value: "behind the open one" }] });
    const batches = await readAll("transactions");
    expect(valuesOf(batches)).toEqual(["kept", "plain"]);
    expect(gapsOf(batches).filter(({ reason }) => reason === "aborted")).toHaveLength(3);
    expect(new Set(gapsOf(batches).map(({ reason }) => reason))).toEqual(new Set(["aborted", "control"]));
    await still.end("commit");
    await untilOffsets(admin, "transactions", 11);
    expect(valuesOf(await readAll("transactions"))).toEqual([
      "kept",
      "plain",
      "still open",
      "behind the open one",
    ]);
    await Promise.all([outer, inner, kept, still].map(({ close }) => close()));
  });

  it("says which topic is missing, and which brokers cannot be reached", async () => {
    const missing = open("no-such-topic");
    await expect(missing.open()).rejects.toMatchObject({ code: "INGEST_TOPIC_MISSING" });
    await missing.close();
    const feed = { topic: "any", epoch: 1 };
    const unreachable = openKafkaSource({ feed, brokers: ["127.0.0.1:1"], groupId: "any" });
    await expect(unreachable.open()).rejects.toMatchObject({
      code: "INGEST_SOURCE_UNREADABLE",
      message: expect.stringContaining("127.0.0.1:1"),
    });
    await unreachable.close();
  });
});
