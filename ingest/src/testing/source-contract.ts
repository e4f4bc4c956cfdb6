import { describe, expect, it } from "vitest";

import { partitionForKey } from "../source/partition-for-key.ts";
import type { Source, SourceBatch } from "../source/source.ts";

/** Three partitions, and this many events in them, as `contractEvents` makes them. */
export const contractFeed = {
  topic: "contract",
  epoch: 1,
  key: "id",
  eventTime: "at",
  partitions: 3,
} as const;

const startMs = Date.parse("2024-05-01T00:00:00Z");

/** The events that a source is to be filled with, one JSON text each. */
export const contractEvents: readonly string[] = Array.from({ length: 5000 }, (_, index) =>
  JSON.stringify({ id: `key-${index % 97}`, at: new Date(startMs + index * 1000).toISOString(), index }),
);

/** What every source promises, whatever it reads. `open` gives a source over `contractEvents`, not opened yet. */
export function describeSource(title: string, open: () => Promise<Source>): void {
  describe(`${title} as a source`, () => {
    it("gives every event once, with ascending offsets that leave nothing unexplained", async () => {
      const found = await drain(await open(), () => 0);
      const indexes: number[] = [];
      for (const [partition, batches] of found) {
        let next = 0;
        for (const batch of batches) {
          expect(batch.from).toBeLessThanOrEqual(next);
          expect(offsetsOf(batch)).toEqual(range(batch.from, batch.next));
          next = batch.next;
        }
        const records = batches.flatMap((batch) => batch.records);
        for (const { key, value, timestampMs } of records) {
          const event = JSON.parse(Buffer.from(value ?? []).toString()) as {
            id: string;
            at: string;
            index: number;
          };
          expect(Buffer.from(key ?? []).toString()).toBe(event.id);
          expect(partitionForKey(key, contractFeed.partitions)).toBe(partition);
          expect(timestampMs).toBe(Date.parse(event.at));
          indexes.push(event.index);
        }
        expect(records.map(({ offset }) => offset)).toEqual(range(0, next));
      }
      expect(indexes.sort((left, right) => left - right)).toEqual(range(0, contractEvents.length));
    });

    it("goes on from any position", async () => {
      const all = await drain(await open(), () => 0);
      const rest = await drain(await open(), (partition) => 100 * (partition + 1));
      for (const [partition, batches] of rest) {
        const from = 100 * (partition + 1);
        const after = (records: readonly SourceBatch[]): readonly unknown[] =>
          records.flatMap((batch) => batch.records).filter(({ offset }) => offset >= from);
        expect(after(batches)).toEqual(after(all.get(partition) ?? []));
      }
    });

    it("is still the stream that was opened", async () => {
      const source = await open();
      await source.open();
      await expect(source.checkIdentity()).resolves.toBeUndefined();
      await source.close();
    });
  });
}

/** Reads a source to its end, and closes it. */
async function drain(
  source: Source,
  startOf: (partition: number) => number,
): Promise<ReadonlyMap<number, readonly SourceBatch[]>> {
  const { partitions: count } = await source.open();
  expect(count).toBe(contractFeed.partitions);
  const { partitions } = source.assignment();
  expect(partitions).toEqual(range(0, count));
  const positions = new Map(partitions.map((partition) => [partition, startOf(partition)]));
  const found = new Map(partitions.map((partition): [number, SourceBatch[]] => [partition, []]));
  const isAtEnd = (): boolean =>
    [...positions].every(([partition, position]) => position >= (source.ends()?.get(partition) ?? Infinity));
  while (!isAtEnd()) {
    for (const batch of await source.read(
      [...positions].map(([partition, position]) => ({ partition, position })),
    )) {
      found.get(batch.partition)?.push(batch);
      positions.set(batch.partition, Math.max(batch.next, positions.get(batch.partition) ?? 0));
    }
  }
  await source.close();
  return found;
}

function offsetsOf({ records, gaps }: SourceBatch): readonly number[] {
  const inGaps = gaps.flatMap(({ from, to }) => range(from, to + 1));
  return [...records.map(({ offset }) => offset), ...inGaps].sort((left, right) => left - right);
}

function range(from: number, next: number): readonly number[] {
  return Array.from({ length: next - from }, (_, index) => from + index);
}
