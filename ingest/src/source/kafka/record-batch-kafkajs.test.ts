import { zstdCompressSync, zstdDecompressSync } from "node:zlib";

import {
  array,
  asyncProperty,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  record,
  string,
  uint8Array,
} from "fast-check";
import { CompressionCodecs, CompressionTypes } from "kafkajs";
import Decoder from "kafkajs/src/protocol/decoder.js";
import decodeRecordBatch from "kafkajs/src/protocol/recordBatch/v0/decoder.js";
import * as lz4 from "lz4js";
import * as snappy from "snappyjs";
import { beforeAll, expect, it } from "vitest";

import { crc32c } from "../../store/crc32c.ts";
import { buildBatch } from "../../testing/build-batch.ts";
import { readRecordBatches, unpackRecords } from "./record-batch.ts";

const checksumAt = 17;
const attributesAt = 21;
const maxTimestampAt = 35;
const appendTimeFlag = 0x08;

const bytes = uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
const draft = record({
  gap: integer({ min: 1, max: 1000 }),
  timestampMs: integer({ min: -1000, max: 2 ** 41 }),
  key: option(bytes),
  value: option(bytes),
  headers: array(record({ name: string({ maxLength: 5 }), value: bytes }), { maxLength: 3 }),
});

beforeAll(() => {
  const codec =
    (compress: (raw: Buffer) => Uint8Array, decompress: (packed: Buffer) => Uint8Array) => () => ({
      compress: async ({ buffer }: { readonly buffer: Buffer }) => Buffer.from(compress(buffer)),
      decompress: async (packed: Buffer) => Buffer.from(decompress(packed)),
    });
  CompressionCodecs[CompressionTypes.Snappy] = codec(snappy.compress, snappy.uncompress);
  CompressionCodecs[CompressionTypes.LZ4] = codec(lz4.compress, lz4.decompress);
  CompressionCodecs[CompressionTypes.ZSTD] = codec(zstdCompressSync, zstdDecompressSync);
});

it("reads a batch as kafkajs 2.2.4 does, with every codec and whatever the records are like", async () => {
  await assert(
    asyncProperty(
      array(draft, { minLength: 1, maxLength: 20 }),
      integer({ min: 0, max: 2 ** 40 }),
      constantFrom(0, 1, 2, 3, 4),
      boolean(),
      async (drafts, from, codec, isAppendTime) => {
        let offset = from - 1;
        const records = drafts.map(({ gap, headers, ...rest }) => {
          offset += gap;
          const byName = Map.groupBy(headers, ({ name }) => name);
          const named = [...byName].map(
            ([name, values]) => [name, values.map(({ value }) => value)] as const,
          );
          return { ...rest, offset, headers: Object.fromEntries(named) };
        });
        const batch = await buildBatch({ from, to: offset, records, codec });
        if (isAppendTime) stampAppendTime(batch, 1_700_000_000_000);
        expect(readRecordBatches(batch).flatMap(unpackRecords)).toEqual(await decodeAsKafkajs(batch));
      },
    ),
    { numRuns: 300 },
  );
});

/** The batch as a broker of a topic with append times stores it. */
function stampAppendTime(batch: Buffer, timeMs: number): void {
  batch.writeInt16BE(batch.readInt16BE(attributesAt) | appendTimeFlag, attributesAt);
  batch.writeBigInt64BE(BigInt(timeMs), maxTimestampAt);
  batch.writeUInt32BE(crc32c(batch.subarray(attributesAt)), checksumAt);
}

/** What kafkajs makes of the batch, in our terms. */
async function decodeAsKafkajs(batch: Buffer): Promise<readonly unknown[]> {
  const { records } = await decodeRecordBatch(new Decoder(batch));
  return records.map(({ offset, timestamp, key, value, headers }) => ({
    offset: Number(offset),
    timestampMs: Number(timestamp),
    key,
    value,
    headers: Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((each) => ({ name, value: each })),
    ),
  }));
}
