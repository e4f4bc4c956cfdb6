import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";

import { ByteWriter } from "../../ingest/src/source/kafka/byte-writer.ts";
import { crc32c } from "../../ingest/src/store/crc32c.ts";
import type { SentRecord } from "../chaos/topic-truth.ts";

const produceApi = { key: 0, version: 3 };
const timeoutMs = 30_000;
const none = -1;
const gzip = 1;
const magic = 2;

/**
 * Sends records as one batch in gzip, by a request of our own: kafkajs takes minutes to encode so many. Gives the
 * offset of the first one.
 */
export async function produceBatch(
  address: string,
  topic: string,
  partition: number,
  records: readonly SentRecord[],
): Promise<number> {
  const correlationId = 1;
  const batch = encodeBatch(records);
  const request = new ByteWriter()
    .int16(produceApi.key)
    .int16(produceApi.version)
    .int32(correlationId)
    .string("headwater-e2e")
    // No transaction; all replicas are to have it.
    .int16(none)
    .int16(none)
    .int32(timeoutMs)
    .int32(1)
    .string(topic)
    .int32(1)
    .int32(partition)
    .int32(batch.length)
    .bytes(batch)
    .toBuffer();
  const answer = await ask(address, request);
  // Behind the correlation id and the one topic's name stand its one partition, the error and the offset.
  const errorAt = 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4;
  const error = answer.readInt16BE(errorAt);
  if (error !== 0) throw new Error(`the broker refuses the batch with Kafka's error ${error}`);
  return Number(answer.readBigInt64BE(errorAt + 2));
}

function encodeBatch(records: readonly SentRecord[]): Buffer {
  const firstMs = records[0]?.timestampMs ?? 0;
  const lastMs = records.reduce((latest, { timestampMs }) => Math.max(latest, timestampMs), 0);
  const encoded = Buffer.concat(records.map((record, index) => encodeRecord(record, index, firstMs)));
  const checked = new ByteWriter()
    .int16(gzip)
    .int32(records.length - 1)
    .int64(firstMs)
    .int64(lastMs)
    // No producer that is idempotent: its id, epoch and sequence.
    .int64(none)
    .int16(none)
    .int32(none)
    .int32(records.length)
    .bytes(gzipSync(encoded))
    .toBuffer();
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32c(checked));
  const behindLength = new ByteWriter().int32(none).int8(magic).bytes(checksum).bytes(checked).toBuffer();
  return new ByteWriter().int64(0).int32(behindLength.length).bytes(behindLength).toBuffer();
}

function encodeRecord({ key, value, timestampMs }: SentRecord, index: number, firstMs: number): Buffer {
  const body = new ByteWriter().int8(0);
  signedVarint(body, timestampMs - firstMs);
  signedVarint(body, index);
  for (const bytes of [key, value]) {
    signedVarint(body, bytes === null ? none : bytes.length);
    if (bytes) body.bytes(bytes);
  }
  signedVarint(body, 0);
  const encoded = body.toBuffer();
  const record = new ByteWriter();
  signedVarint(record, encoded.length);
  return record.bytes(encoded).toBuffer();
}

/** Small numbers of both signs: 0, -1, 1, -2 and so on. */
function signedVarint(writer: ByteWriter, value: number): void {
  writer.unsignedVarint(value < 0 ? -2 * value - 1 : 2 * value);
}

/** Sends one request on a connection of its own; gives the answer behind its length. */
async function ask(address: string, request: Buffer): Promise<Buffer> {
  const [host, port] = address.split(":");
  const socket = connect(Number(port), host);
  try {
    const length = Buffer.alloc(4);
    length.writeInt32BE(request.length);
    socket.write(Buffer.concat([length, request]));
    let answer = Buffer.alloc(0);
    while (answer.length < 4 || answer.length < 4 + answer.readInt32BE()) {
      // The event has this one argument.
      const [chunk] = (await once(socket, "data")) as [Buffer];
      answer = Buffer.concat([answer, chunk]);
    }
    return answer.subarray(4);
  } finally {
    socket.destroy();
  }
}
