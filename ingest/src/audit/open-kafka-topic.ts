import { setTimeout as sleep } from "node:timers/promises";

import type { StreamFeed } from "@headwater/contracts";
import kafkajs, { type Kafka } from "kafkajs";

import { IngestError } from "../errors.ts";
import type { FetchedPartition } from "../source/kafka/fetch-protocol.ts";
import type { KafkaSecurity } from "../source/kafka/kafka-security.ts";
import { createKafkaClient } from "../source/kafka/kafkajs-client.ts";
import {
  isPassing,
  patienceMs,
  retryDelayMs,
  topicMissing,
  TopicReader,
} from "../source/kafka/topic-reader.ts";
import { readBatchOffsets } from "./batch-offsets.ts";
import type { LiveTopic } from "./live-topic.ts";
import { ContentCollector, type TopicContent } from "./topic-content.ts";

export interface LiveTopicOptions {
  readonly feed: Pick<StreamFeed, "topic">;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity | undefined;
}

const limits = { maxWaitMs: 500, maxBytes: 8 * 1024 * 1024, maxBytesPerPartition: 8 * 1024 * 1024 };
// Kafka's number for a position that the log does not have, see org.apache.kafka.common.protocol.Errors.
const outOfRange = 1;

/**
 * Opens a topic to read what its log holds, outside any consumer group. Throws INGEST_TOPIC_MISSING, and later
 * INGEST_SOURCE_UNREADABLE when brokers stay out of reach.
 */
export async function openKafkaTopic({ feed, brokers, security }: LiveTopicOptions): Promise<LiveTopic> {
  const kafka = createKafkaClient({ brokers, clientId: "headwater-audit", security });
  const topic = new TopicReader(kafka, feed.topic);
  try {
    await topic.open();
    const topicId = await topic.topicId();
    const partitions = Array.from({ length: topic.partitionCount }, (_, partition) => partition);
    const ends = await topic.stableEnds(partitions);
    const place = `Kafka topic ${feed.topic} at ${brokers.join(",")}`;
    return {
      topicId,
      isCompacted: await isCompacted(kafka, feed.topic),
      ends,
      readPartition: async (partition) =>
        await readContent(topic, partition, ends.get(partition) ?? 0, place),
      latestEnds: async () => await topic.stableEnds(partitions),
      close: async () => await topic.close(),
    };
  } catch (error) {
    await topic.close();
    throw explain(error, feed.topic, brokers);
  }
}

async function isCompacted(kafka: Kafka, topic: string): Promise<boolean> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: ["cleanup.policy"] }],
    });
    const policy = resources[0]?.configEntries.find(({ configName }) => configName === "cleanup.policy");
    return policy?.configValue.includes("compact") ?? false;
  } finally {
    await admin.disconnect();
  }
}

async function readContent(
  topic: TopicReader,
  partition: number,
  end: number,
  place: string,
): Promise<TopicContent> {
  const collector = new ContentCollector(end);
  const startOf = async (): Promise<number> => (await topic.startOffsets([partition])).get(partition) ?? 0;
  let start = await startOf();
  let position = start;
  let deadlineMs = Date.now() + patienceMs;
  while (position < end) {
    const answer = await fetchOne(topic, partition, position);
    if (answer?.errorCode === outOfRange) {
      // Retention went on meanwhile.
      start = await startOf();
      position = Math.max(position, start);
    } else if (answer?.errorCode === 0) {
      const batches = readBatchOffsets(answer.records);
      collector.add(position, batches, answer.aborted);
      const last = batches.at(-1);
      // An empty answer is for sure: one batch is sent in any case.
      position = last === undefined ? end : Math.max(position + 1, last.to + 1);
    } else {
      if (Date.now() > deadlineMs) throw unreadable(place, partition, answer?.errorCode);
      await sleep(retryDelayMs);
      await topic.refresh().catch(() => undefined);
      continue;
    }
    deadlineMs = Date.now() + patienceMs;
  }
  return collector.content(start);
}

/** The leader's answer; undefined while there is none, or it is out of reach. */
async function fetchOne(
  topic: TopicReader,
  partition: number,
  position: number,
): Promise<FetchedPartition | undefined> {
  const leader = topic.leaderOf(partition);
  if (leader === undefined) return undefined;
  try {
    const [answer] = await topic.fetch(leader, [{ partition, position }], limits);
    return answer;
  } catch (error) {
    if (isPassing(error)) return undefined;
    throw error;
  }
}

function unreadable(place: string, partition: number, errorCode: number | undefined): IngestError {
  const reason = errorCode === undefined ? "it has no leader" : `Kafka's error is ${errorCode}`;
  return new IngestError(
    "INGEST_SOURCE_UNREADABLE",
    `${place}, partition ${partition}, has not been readable for ${patienceMs / 1000} seconds: ${reason}.`,
    "Check the brokers, and that this client may read the topic.",
  );
}

/** kafkajs' errors as one that says what to do. */
function explain(error: unknown, topic: string, brokers: readonly string[]): unknown {
  if (error instanceof IngestError || !(error instanceof Error) || !error.name.startsWith("KafkaJS"))
    return error;
  // The broker's answer, as kafkajs' protocol errors have it.
  if ((error as { type?: string }).type === "UNKNOWN_TOPIC_OR_PARTITION") return topicMissing(topic, error);
  return new IngestError(
    "INGEST_SOURCE_UNREADABLE",
    `The topic ${topic} at ${brokers.join(",")} cannot be read: ${error.message}`,
    "Check --brokers, that the topic is there, and that this client may read it and describe its settings.",
    error,
  );
}
