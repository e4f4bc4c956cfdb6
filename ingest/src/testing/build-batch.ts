import { RecordBatch } from "kafkajs/src/protocol/recordBatch/v0/index.js";
import encodeRecord from "kafkajs/src/protocol/recordBatch/record/v0/index.js";

import { crc32c } from "../store/crc32c.ts";

/** A record for `buildBatch`. */
interface BuiltRecord {
  readonly offset: number;
  readonly timestampMs?: number;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | readonly Buffer[]>>;
}

export interface BuiltBatch {
  readonly from: number;
  readonly to: number;
  readonly records?: readonly BuiltRecord[];
  /** The producer of a transaction; none for records outside any transaction. */
  readonly producerId?: number;
  /** How the transaction ends: makes the batch a broker's marker. */
  readonly marker?: "abort" | "commit";
  readonly codec?: number;
}

const attributesAt = 21;
const checksumAt = 17;
const controlFlag = 0x20;

/** A record batch as a broker sends it, encoded by kafkajs: for tests of our own decoder. */
export async function buildBatch(batch: BuiltBatch): Promise<Buffer> {
  const { from, to, producerId = -1, marker, codec = 0 } = batch;
  const markerKey = Buffer.from([0, 0, 0, marker === "commit" ? 1 : 0]);
  const records = marker ? [{ offset: from, key: markerKey, value: Buffer.alloc(6) }] : (batch.records ?? []);
  const encoded = await RecordBatch({
    compression: codec,
    firstOffset: from,
    firstTimestamp: 0,
    maxTimestamp: 0,
    lastOffsetDelta: to - from,
    transactional: producerId >= 0,
    producerId,
    records: records.map((record: BuiltRecord) =>
      encodeRecord({
        offsetDelta: record.offset - from,
        timestampDelta: record.timestampMs ?? 0,
        key: record.key ?? null,
        value: record.value ?? null,
        headers: record.headers ?? {},
      }),
    ),
  });
  const bytes = Buffer.from(encoded.buffer);
  if (marker) {
    // kafkajs never writes markers.
    bytes.writeInt16BE(bytes.readInt16BE(attributesAt) | controlFlag, attributesAt);
    bytes.writeUInt32BE(crc32c(bytes.subarray(attributesAt)), checksumAt);
  }
  return bytes;
}
