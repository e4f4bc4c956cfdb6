import { gunzipSync, zstdDecompressSync } from "node:zlib";

import * as lz4 from "lz4js";
import * as snappy from "snappyjs";

import { IngestError } from "../../errors.ts";

/** The number that a record batch has for its compression. */
const codecs = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

/** How Java clients begin a snappy stream of blocks; other clients write one block without a header. */
const xerialHeader = Buffer.from("82534e41505059", "hex");
const xerialHeaderBytes = 16;

/** The bytes that a compressed record batch stands for. Throws INGEST_RECORDS_CORRUPT for an unknown codec. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  switch (codec) {
    case codecs.none:
      return bytes;
    case codecs.gzip:
      return gunzipSync(bytes);
    case codecs.snappy:
      return uncompressSnappy(bytes);
    case codecs.lz4:
      return toBuffer(lz4.decompress(bytes));
    case codecs.zstd:
      return zstdDecompressSync(bytes);
    default:
      throw new IngestError(
        "INGEST_RECORDS_CORRUPT",
        `A record batch is compressed by codec ${codec}, which Kafka does not have.`,
        "Read the topic with Kafka's own console consumer: if that fails too, the log is damaged.",
      );
  }
}

function uncompressSnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerialHeader.length).equals(xerialHeader)) return snappy.uncompress(bytes);
  const blocks: Buffer[] = [];
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const size = bytes.readInt32BE(at);
    blocks.push(snappy.uncompress(bytes.subarray(at + 4, at + 4 + size)));
    at += 4 + size;
  }
  return Buffer.concat(blocks);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
