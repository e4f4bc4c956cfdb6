import type { StreamFeed } from "@headwater/contracts";
import type { Admin, Kafka, Message } from "kafkajs";

import { IngestError } from "../errors.ts";
import { readFileEvents, type FileEvent } from "../source/file-events.ts";
import type { KafkaSecurity } from "../source/kafka/kafka-security.ts";
import { createKafkaClient } from "../source/kafka/kafkajs-client.ts";
import { unsentEvents } from "./unsent-events.ts";

export interface ProduceOptions {
  readonly feed: StreamFeed;
  /** A file with one JSON event a line. */
  readonly file: string;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity | undefined;
  /** Leave out, in each partition, as many events as the topic holds already. */
  readonly isResumed: boolean;
  readonly onProgress?: (sentCount: number) => void;
}

const eventsPerRequest = 1000;

/**
 * Sends a file's events to the feed's topic, in the order of the file, with the partition and the timestamp that the
 * file source gives them: so a topic and a file hold the same events at the same positions. A missing topic is
 * created. Returns how many events were sent. Throws PRODUCE_BROKER_UNREACHABLE, PRODUCE_TOPIC_MISMATCH or
 * INGEST_SOURCE_UNREADABLE.
 */
export async function produceToKafka(options: ProduceOptions): Promise<number> {
  const { feed, brokers, security } = options;
  const kafka = createKafkaClient({ brokers, clientId: "headwater-produce", security });
  try {
    return await sendAll(kafka, options);
  } catch (cause) {
    // kafkajs names its errors so, but an ES module cannot import their classes.
    if (!(cause instanceof Error && cause.name.startsWith("KafkaJS"))) throw cause;
    throw new IngestError(
      "PRODUCE_BROKER_UNREACHABLE",
      `The events of ${options.file} could not be sent to topic ${feed.topic} at ${brokers.join(", ")}: ${cause.message}.`,
      "Check the brokers' address. Run the command again with --resume to send only what the topic lacks.",
      cause,
    );
  }
}

async function sendAll(kafka: Kafka, options: ProduceOptions): Promise<number> {
  const { feed, file } = options;
  const producedCounts = await prepareTopic(kafka.admin(), options);
  // One request at a time, and idempotent: a retry neither doubles an event nor changes the order.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    let sentCount = 0;
    const events = readFileEvents(file, feed);
    for await (const chunk of unsentEvents(events, producedCounts, eventsPerRequest)) {
      await producer.send({ topic: feed.topic, acks: -1, messages: chunk.map(toMessage) });
      sentCount += chunk.length;
      options.onProgress?.(sentCount);
    }
    return sentCount;
  } finally {
    await producer.disconnect();
  }
}

/** Creates the topic if it is missing, and returns how many events to leave out in each partition. */
async function prepareTopic(
  admin: Admin,
  { feed, isResumed }: ProduceOptions,
): Promise<ReadonlyMap<number, number>> {
  await admin.connect();
  try {
    const topics = await admin.listTopics();
    if (!topics.includes(feed.topic)) {
      await admin.createTopics({ topics: [{ topic: feed.topic, numPartitions: feed.partitions }] });
      return new Map();
    }
    const offsets = await admin.fetchTopicOffsets(feed.topic);
    if (offsets.length !== feed.partitions) {
      throw new IngestError(
        "PRODUCE_TOPIC_MISMATCH",
        `Topic ${feed.topic} has ${offsets.length} partitions, but the contract says ${feed.partitions}.`,
        "Keys would go to other partitions than expected. Use another broker, or change partitions and raise epoch in feed.yml.",
      );
    }
    return isResumed
      ? new Map(offsets.map(({ partition, high }) => [partition, Number(high)] as const))
      : new Map();
  } finally {
    await admin.disconnect();
  }
}

function toMessage({ partition, key, value, timestampMs }: FileEvent): Message {
  return {
    partition,
    key: key === null ? null : Buffer.from(key),
    value: Buffer.from(value),
    timestamp: String(timestampMs),
  };
}
