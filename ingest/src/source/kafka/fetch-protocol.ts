import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { AbortedTransaction } from "./resolve-fetch.ts";
import type { ReadPosition } from "../source.ts";

/** Kafka's Fetch request. Version 11 is the last one before flexible versions, and every broker since 2.3 has it. */
export const fetchApi = { key: 1, version: 11 };

const readCommitted = 1;

export interface FetchLimits {
  /** How long the broker may wait for the first byte. */
  readonly maxWaitMs: number;
  /** For the whole answer. One batch is sent in any case, however large. */
  readonly maxBytes: number;
  readonly maxBytesPerPartition: number;
}

/** A broker's answer about one partition. */
export interface FetchedPartition {
  readonly partition: number;
  /** 0, or Kafka's number of what went wrong. */
  readonly errorCode: number;
  /** The end of what is decided: below it no transaction is open. */
  readonly lastStableOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly records: Buffer;
}

/** A request for records of one topic, of committed transactions only, outside any fetch session. */
export function encodeFetch(topic: string, positions: readonly ReadPosition[], limits: FetchLimits): Buffer {
  const noReplica = -1;
  const noSession = 0;
  const finalEpoch = -1;
  const unknown = -1;
  const writer = new ByteWriter()
    .int32(noReplica)
    .int32(limits.maxWaitMs)
    .int32(1)
    .int32(limits.maxBytes)
    .int8(readCommitted)
    .int32(noSession)
    .int32(finalEpoch);
  writer.array([topic], (name) => {
    writer.string(name).array(positions, ({ partition, position }) => {
      writer
        .int32(partition)
        .int32(unknown)
        .int64(position)
        .int64(unknown)
        .int32(limits.maxBytesPerPartition);
    });
  });
  const forgottenTopics: readonly string[] = [];
  return writer
    .array(forgottenTopics, () => undefined)
    .string("")
    .toBuffer();
}

/** Reads the answer to `encodeFetch`. A request outside any session can only fail partition by partition. */
export function decodeFetch(bytes: Buffer): readonly FetchedPartition[] {
  const reader = new ByteReader(bytes);
  // How long this client is asked to wait, the error of a session, the session's id.
  reader.skip(4 + 2 + 4);
  const topics = reader.array(() => {
    reader.string();
    return reader.array(() => decodePartition(reader));
  });
  return topics.flat();
}

function decodePartition(reader: ByteReader): FetchedPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  // The high watermark.
  reader.int64();
  const lastStableOffset = reader.int64();
  // The log's start.
  reader.int64();
  const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }));
  // The preferred read replica.
  reader.int32();
  return { partition, errorCode, lastStableOffset, aborted, records: reader.byteField() };
}
