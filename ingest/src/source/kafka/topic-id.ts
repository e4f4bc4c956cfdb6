import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";

/** Kafka's Metadata request in the first version that tells a topic's id (KIP-516, Kafka 2.8). */
export const metadataApi = { key: 3, version: 10 };

/** A request for one topic. It does not create the topic. */
export function encodeTopicMetadata(topic: string): Buffer {
  const one = 1 + 1;
  const anyId = Buffer.alloc(16);
  return (
    new ByteWriter()
      // The end of the request's header, which flexible versions have and kafkajs does not write.
      .noTags()
      .unsignedVarint(one)
      .bytes(anyId)
      .compactString(topic)
      .noTags()
      // Whether to create the topic, and to tell what this client may do with cluster and topic.
      .int8(0)
      .int8(0)
      .int8(0)
      .noTags()
      .toBuffer()
  );
}

export interface TopicMetadata {
  /** 0, or Kafka's number of what went wrong; 3 for a topic that is not there. */
  readonly errorCode: number;
  /** As text, the way Kafka's tools write it. */
  readonly topicId: string;
}

/** Reads the answer to `encodeTopicMetadata`. */
export function decodeTopicMetadata(bytes: Buffer): TopicMetadata | undefined {
  const reader = new ByteReader(bytes);
  reader.skipTags();
  // How long this client is asked to wait.
  reader.int32();
  reader.compactArray(() => skipBroker(reader));
  reader.compactString();
  // The controller's id.
  reader.int32();
  const [topic] = reader.compactArray(() => decodeTopic(reader));
  return topic;
}

function skipBroker(reader: ByteReader): void {
  reader.int32();
  reader.compactString();
  reader.int32();
  reader.compactString();
  reader.skipTags();
}

function decodeTopic(reader: ByteReader): TopicMetadata {
  const errorCode = reader.int16();
  reader.compactString();
  const topicId = reader.slice(16).toString("base64url");
  // Whether it is one of Kafka's own topics.
  reader.int8();
  reader.compactArray(() => skipPartition(reader));
  // What this client may do with it.
  reader.int32();
  reader.skipTags();
  return { errorCode, topicId };
}

function skipPartition(reader: ByteReader): void {
  // Its error, number, leader and leader's epoch.
  reader.skip(2 + 4 + 4 + 4);
  const replicaLists = 3;
  for (let list = 0; list < replicaLists; list++) reader.compactArray(() => reader.int32());
  reader.skipTags();
}
