import { ByteReader } from "../source/kafka/byte-reader.ts";
import { decompress } from "../source/kafka/codecs.ts";
import { joinRanges, type OffsetRange, type OffsetRanges } from "./offset-ranges.ts";

/** What a record batch's header says about its offsets, and whether it ends a transaction by giving it up. */
export interface BatchOffsets extends OffsetRange {
  readonly isControl: boolean;
  readonly isAbortMarker: boolean;
  readonly isTransactional: boolean;
  readonly producerId: number;
  /** The offsets that hold a record: all of them, unless compaction took some. */
  readonly records: OffsetRanges;
}

// Where the fields of a batch lie, see org.apache.kafka.common.record.DefaultRecordBatch.
const lengthAt = 8;
const overheadBytes = 12;
const attributesAt = 21;
const lastOffsetDeltaAt = 23;
const producerIdAt = 43;
const recordCountAt = 57;
const recordsAt = 61;
const codecMask = 0x07;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const abortType = 0;

/**
 * Reads the headers of the batches in a broker's answer: by itself, so that a fault in the landing code's reader is not
 * repeated here. Records are unpacked only where compaction has left fewer than offsets. The last batch may be cut off
 * and is left out then.
 */
export function readBatchOffsets(bytes: Buffer): readonly BatchOffsets[] {
  const batches: BatchOffsets[] = [];
  for (let at = 0; at + recordsAt <= bytes.length;) {
    const end = at + overheadBytes + bytes.readInt32BE(at + lengthAt);
    if (end > bytes.length) break;
    batches.push(readBatch(bytes.subarray(at, end)));
    at = end;
  }
  return batches;
}

function readBatch(bytes: Buffer): BatchOffsets {
  const from = Number(bytes.readBigInt64BE(0));
  const to = from + bytes.readInt32BE(lastOffsetDeltaAt);
  const attributes = bytes.readInt16BE(attributesAt);
  const recordCount = bytes.readInt32BE(recordCountAt);
  const isControl = (attributes & controlFlag) !== 0;
  const isFull = recordCount === to - from + 1;
  const unpacked =
    recordCount === 0 || (isFull && !isControl)
      ? []
      : readRecords(decompress(attributes & codecMask, bytes.subarray(recordsAt)), recordCount);
  return {
    from,
    to,
    isControl,
    isAbortMarker: isControl && unpacked[0]?.controlType === abortType,
    isTransactional: (attributes & transactionalFlag) !== 0,
    producerId: Number(bytes.readBigInt64BE(producerIdAt)),
    records: isFull
      ? [{ from, to }]
      : joinRanges(unpacked.map(({ delta }) => ({ from: from + delta, to: from + delta }))),
  };
}

/** The records' places in their batch, and the type of a marker, which its key holds behind a version. */
function readRecords(
  bytes: Buffer,
  count: number,
): readonly { readonly delta: number; readonly controlType: number | undefined }[] {
  const reader = new ByteReader(bytes);
  return Array.from({ length: count }, () => {
    const length = reader.varint();
    const end = reader.at + length;
    // Attributes, and the time since the batch's first.
    reader.skip(1);
    reader.varint();
    const delta = reader.varint();
    const key = reader.varintBytes();
    reader.skip(end - reader.at);
    return { delta, controlType: key && key.length >= 4 ? key.readInt16BE(2) : undefined };
  });
}
