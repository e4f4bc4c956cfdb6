import type { StreamFeed } from "@headwater/contracts";
import type { Admin, Kafka, Message } from "kafkajs";

import { IngestError } from "../errors.ts";
import { readFileEvents, type FileEvent } from "../source/file-events.ts";
import type { KafkaSecurity } from "../source/kafka/kafka-security.ts";
import { createKafkaClient } from "../source/kafka/kafkajs-client.ts";
import { unsentEvents } from "./unsent-events.ts";

export interface SendOptions {
  readonly feed: StreamFeed;
  /** The same events in the same order as before, if the run is resumed. */
  readonly events: AsyncIterable<FileEvent>;
  /** Where the events come from, for messages. */
  readonly origin: string;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity | undefined;
  /** Leave out, in each partition, as many events as the topic holds already. */
  readonly isResumed: boolean;
  /** How many events are sent at once. Default: 1000. */
  readonly eventsPerRequest?: number | undefined;
  /** Waits until so many events may be sent. */
  readonly pace?: ((eventCount: number) => Promise<void>) | undefined;
  readonly onProgress?: (sentCount: number) => void;
}

export interface ProduceOptions extends Omit<SendOptions, "events" | "origin"> {
  /** A file with one JSON event a line. */
  readonly file: string;
}

/** Sends a file's events to the feed's topic, see `sendToKafka`; also throws INGEST_SOURCE_UNREADABLE. */
export async function produceToKafka({ file, ...options }: ProduceOptions): Promise<number> {
  return await sendToKafka({ ...options, events: readFileEvents(file, options.feed), origin: file });
}

/**
 * Sends events to the feed's topic in their order, with the partition and the timestamp that the file source gives
 * them: so a topic and a file hold the same events at the same positions. A missing topic is created. Returns how
 * many events were sent. Throws PRODUCE_BROKER_UNREACHABLE or PRODUCE_TOPIC_MISMATCH.
 */
export async function sendToKafka(options: SendOptions): Promise<number> {
  const { feed, brokers, security } = options;
  const kafka = createKafkaClient({ brokers, clientId: "headwater-produce", security });
  try {
    return await sendAll(kafka, options);
  } catch (cause) {
    // kafkajs names its errors so, but an ES module cannot import their classes.
    if (!(cause instanceof Error && cause.name.startsWith("KafkaJS"))) throw cause;
    throw new IngestError(
      "PRODUCE_BROKER_UNREACHABLE",
      `The events of ${options.origin} could not be sent to topic ${feed.topic} at ${brokers.join(", ")}: ${cause.message}.`,
      "Check the brokers' address. Run the command again with --resume to send only what the topic lacks.",
      cause,
    );
  }
}

async function sendAll(kafka: Kafka, options: SendOptions): Promise<number> {
  const { feed, events, eventsPerRequest = 1000 } = options;
  const producedCounts = await prepareTopic(kafka.admin(), options);
  // One request at a time, and idempotent: a retry neither doubles an event nor changes the order.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    let sentCount = 0;
    for await (const chunk of unsentEvents(events, producedCounts, eventsPerRequest)) {
      await options.pace?.(chunk.length);
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
  { feed, isResumed }: SendOptions,
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
