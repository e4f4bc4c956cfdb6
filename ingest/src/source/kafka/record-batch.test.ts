import {
  array,
  asyncProperty,
  assert,
  constantFrom,
  integer,
  option,
  record,
  string,
  uint8Array,
} from "fast-check";
import { describe, expect, it } from "vitest";

import { buildBatch } from "../../testing/build-batch.ts";
import { isAbortMarker, readRecordBatches, unpackRecords } from "./record-batch.ts";

const bytes = uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));
const builtRecord = record({
  gap: integer({ min: 1, max: 3 }),
  timestampMs: integer({ min: -1000, max: 2 ** 45 }),
  key: option(bytes),
  value: option(bytes),
  headers: array(record({ name: string({ maxLength: 5 }), value: bytes }), { maxLength: 3 }),
});

describe("unpackRecords", () => {
  it("reads what kafkajs wrote, packed or not", async () => {
    await assert(
      asyncProperty(
        array(builtRecord, { maxLength: 20 }),
        integer({ min: 0, max: 2 ** 40 }),
        constantFrom(0, 1),
        async (drafts, from, codec) => {
          let offset = from;
          const records = drafts.map(({ gap, headers, ...rest }) => {
            offset += gap;
            const byName = Map.groupBy(headers, ({ name }) => name);
            const named = [...byName].map(
              ([name, values]) => [name, values.map(({ value }) => value)] as const,
            );
            return { ...rest, offset, headers: Object.fromEntries(named) };
          });
          const [batch, ...more] = readRecordBatches(await buildBatch({ from, to: offset, records, codec }));
          expect(more).toEqual([]);
          expect(batch).toMatchObject({ baseOffset: from, lastOffset: offset, isControl: false, codec });
          const unpacked = batch ? unpackRecords(batch) : [];
          expect(unpacked).toEqual(
            records.map(({ offset, timestampMs, key, value, headers }) => ({
              offset,
              timestampMs,
              key,
              value,
              headers: Object.entries(headers).flatMap(([name, values]) =>
                values.map((value) => ({ name, value })),
              ),
            })),
          );
        },
      ),
    );
  });
});

describe("readRecordBatches", () => {
  const records = [{ offset: 5, value: Buffer.from("x") }];

  it("leaves out a batch that the size limit cut off", async () => {
    const whole = await buildBatch({ from: 5, to: 5, records });
    const cut = Buffer.concat([whole, whole.subarray(0, whole.length - 1)]);
    expect(readRecordBatches(cut)).toHaveLength(1);
    expect(readRecordBatches(whole.subarray(0, 11))).toEqual([]);
  });

  it("notices a batch that was changed on the way", async () => {
    const damaged = await buildBatch({ from: 5, to: 5, records });
    damaged.writeUInt8(0x7a, damaged.length - 2);
    expect(() => readRecordBatches(damaged)).toThrow(
      "The record batch at offset 5 does not match its checksum.",
    );
  });

  it("refuses the formats from before Kafka 0.11", async () => {
    const old = await buildBatch({ from: 5, to: 5, records });
    old.writeInt8(1, 16);
    expect(() => readRecordBatches(old)).toThrow("is of format 1, only format 2 is read");
  });

  it("refuses a codec that does not exist", async () => {
    const [batch] = readRecordBatches(await buildBatch({ from: 5, to: 5, records }));
    expect(() => unpackRecords({ ...(batch ?? expect.unreachable()), codec: 7 })).toThrow("codec 7");
  });

  it("says where records cannot be unpacked", async () => {
    const [batch] = readRecordBatches(await buildBatch({ from: 5, to: 5, records }));
    expect(() => unpackRecords({ ...(batch ?? expect.unreachable()), recordCount: 2 })).toThrow(
      "The record batch at offset 5 cannot be unpacked.",
    );
  });
});

describe("isAbortMarker", () => {
  it("knows how a transaction ended, and a record that only looks like a marker", async () => {
    const read = async (batch: Parameters<typeof buildBatch>[0]): Promise<boolean> => {
      const [found] = readRecordBatches(await buildBatch(batch));
      return isAbortMarker(found ?? expect.unreachable());
    };
    expect(await read({ from: 1, to: 1, producerId: 4, marker: "abort" })).toBe(true);
    expect(await read({ from: 1, to: 1, producerId: 4, marker: "commit" })).toBe(false);
    expect(await read({ from: 1, to: 1, records: [{ offset: 1, key: Buffer.alloc(4) }] })).toBe(false);
  });
});
