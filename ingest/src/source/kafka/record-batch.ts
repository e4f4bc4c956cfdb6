import { IngestError } from "../../errors.ts";
import { crc32c } from "../../store/crc32c.ts";
import type { RecordHeader, SourceRecord } from "../source-record.ts";
import { ByteReader } from "./byte-reader.ts";
import { decompress } from "./codecs.ts";

/** One record batch of Kafka's log, format 2: its header, and its records still packed. */
export interface RecordBatch {
  readonly baseOffset: number;
  /** The last offset that the batch covers, also when compaction took the record there. */
  readonly lastOffset: number;
  /** A transaction's marker, written by the broker. */
  readonly isControl: boolean;
  readonly isTransactional: boolean;
  readonly producerId: number;
  readonly baseTimestampMs: number;
  /** The broker's time, which then is the time of every record; undefined when the producer gave the times. */
  readonly appendTimestampMs: number | undefined;
  readonly codec: number;
  readonly recordCount: number;
  readonly packed: Buffer;
}

// Where the header's fields lie, see org.apache.kafka.common.record.DefaultRecordBatch.
const lengthAt = 8;
const logOverheadBytes = 12;
const magicAt = 16;
const checksumAt = 17;
const attributesAt = 21;
const headerBytes = 61;
const supportedMagic = 2;
const codecMask = 0x07;
const appendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const noHeaders: readonly RecordHeader[] = [];

/**
 * The batches in what a broker answered to a fetch. The last one may be cut off by the size limit; it is left out.
 * Throws INGEST_RECORDS_CORRUPT for a checksum that does not match and for formats older than Kafka 0.11's.
 */
export function readRecordBatches(bytes: Buffer): readonly RecordBatch[] {
  const ends = batchEnds(bytes);
  return ends.map((end, index) => readRecordBatch(bytes.subarray(ends[index - 1] ?? 0, end)));
}

/** Where each whole batch ends. */
export function batchEnds(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = 0; at + logOverheadBytes <= bytes.length;) {
    const length = bytes.readInt32BE(at + lengthAt);
    at += logOverheadBytes + length;
    if (length < 0 || at > bytes.length) break;
    ends.push(at);
  }
  return ends;
}

function readRecordBatch(bytes: Buffer): RecordBatch {
  const baseOffset = Number(bytes.readBigInt64BE(0));
  const magic = bytes.length > magicAt ? bytes.readInt8(magicAt) : undefined;
  if (magic !== supportedMagic) throw corrupt(baseOffset, `is of format ${magic}, only format 2 is read`);
  if (crc32c(bytes.subarray(attributesAt)) !== bytes.readUInt32BE(checksumAt)) {
    throw corrupt(baseOffset, "does not match its checksum");
  }
  const header = new ByteReader(bytes, attributesAt);
  const attributes = header.int16();
  const lastOffset = baseOffset + header.int32();
  const baseTimestampMs = header.int64();
  const maxTimestampMs = header.int64();
  const producerId = header.int64();
  // The producer's epoch and its sequence number.
  header.skip(6);
  return {
    baseOffset,
    lastOffset,
    isControl: (attributes & controlFlag) !== 0,
    isTransactional: (attributes & transactionalFlag) !== 0,
    producerId,
    baseTimestampMs,
    appendTimestampMs: (attributes & appendTimeFlag) === 0 ? undefined : maxTimestampMs,
    codec: attributes & codecMask,
    recordCount: header.int32(),
    packed: bytes.subarray(headerBytes),
  };
}

/** The records of a batch, their keys and values as parts of the same memory. */
export function unpackRecords(batch: RecordBatch): readonly SourceRecord[] {
  try {
    const reader = new ByteReader(decompress(batch.codec, batch.packed));
    return Array.from({ length: batch.recordCount }, () => readRecord(reader, batch));
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw corrupt(batch.baseOffset, "cannot be unpacked", error);
  }
}

/** Whether a control batch ends a transaction by giving it up. */
export function isAbortMarker(batch: RecordBatch): boolean {
  const [marker] = batch.isControl ? unpackRecords(batch) : [];
  // The key is a version and a type, two bytes each; type 0 is abort, 1 is commit.
  return marker?.key instanceof Buffer && marker.key.length >= 4 && marker.key.readInt16BE(2) === 0;
}

function readRecord(reader: ByteReader, batch: RecordBatch): SourceRecord {
  const length = reader.varint();
  const end = reader.at + length;
  // Attributes, of which no bit has a meaning yet.
  reader.skip(1);
  const timestampDeltaMs = reader.varint();
  const offset = batch.baseOffset + reader.varint();
  const key = reader.varintBytes();
  const value = reader.varintBytes();
  const headerCount = reader.varint();
  const headers = headerCount === 0 ? noHeaders : readHeaders(reader, headerCount);
  if (reader.at !== end)
    throw corrupt(batch.baseOffset, `has a record of ${length} bytes that ends elsewhere`);
  return {
    offset,
    timestampMs: batch.appendTimestampMs ?? batch.baseTimestampMs + timestampDeltaMs,
    key,
    value,
    headers,
  };
}

function readHeaders(reader: ByteReader, count: number): readonly RecordHeader[] {
  return Array.from({ length: count }, () => ({
    name: (reader.varintBytes() ?? Buffer.alloc(0)).toString("utf8"),
    value: reader.varintBytes(),
  }));
}

function corrupt(baseOffset: number, problem: string, cause?: unknown): IngestError {
  return new IngestError(
    "INGEST_RECORDS_CORRUPT",
    `The record batch at offset ${baseOffset} ${problem}.`,
    "Read the topic with Kafka's own console consumer from that offset: if that fails too, the broker's log is damaged.",
    cause,
  );
}
