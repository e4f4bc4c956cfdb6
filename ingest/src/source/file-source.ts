import { setTimeout as sleep } from "node:timers/promises";

import { IngestError } from "../errors.ts";
import { readFileEvents, type FileEvent, type FileFeed } from "./file-events.ts";
import type { ReadLimits, ReadPosition, Source, SourceBatch } from "./source.ts";
import type { SourceRecord } from "./source-record.ts";

const maxEventsPerRead = 2000;
const idleMs = 10;

/**
 * A file with one JSON event a line as a stream: each event goes to the partition of its key, with consecutive
 * offsets from 0, exactly as `headwater produce` writes the file to Kafka. The file is read once, front to back.
 */
export function openFileSource(path: string, feed: FileFeed): Source {
  const partitions = Array.from({ length: feed.partitions }, (_, partition) => partition);
  /** The offset that each partition's next event gets. */
  const nextOffsets = new Map(partitions.map((partition) => [partition, 0]));
  const events = readFileEvents(path, feed);
  /** Read from the file, but its partition was not wanted. */
  let waiting: FileEvent | undefined;
  let hasEnded = false;

  async function nextEvent(): Promise<FileEvent | undefined> {
    const event = waiting ?? (await events.next()).value;
    waiting = undefined;
    return event ?? undefined;
  }

  return {
    description: path,

    async open() {
      // So that a file that is not there is noticed here.
      waiting = await nextEvent();
      return { partitions: feed.partitions };
    },

    assignment: () => ({ generation: 1, partitions }),

    ends: () => (hasEnded ? nextOffsets : undefined),

    async read(wanted: readonly ReadPosition[], limits?: ReadLimits) {
      const collected = new Map(wanted.map((position) => [position.partition, collectFrom(position)]));
      let count = 0;
      let bytes = 0;
      for (; count < maxEventsPerRead && bytes < (limits?.maxBytes ?? Infinity); count++) {
        const event = await nextEvent();
        if (!event) {
          hasEnded = true;
          for (const position of wanted) checkNotShorter(position);
          break;
        }
        const records = collected.get(event.partition);
        // Its partition is not wanted now: the file cannot be read past it.
        if (!records) {
          waiting = event;
          break;
        }
        const offset = nextOffsets.get(event.partition) ?? 0;
        nextOffsets.set(event.partition, offset + 1);
        records.push(toRecord(event, offset));
        bytes += event.value.byteLength;
      }
      // Nothing can be read on: the caller must get its turn to write, or it would ask for ever.
      if (count === 0) await sleep(idleMs);
      return [...collected].flatMap(([partition, records]) => toBatch(partition, records));
    },

    checkIdentity: async () => undefined,
    committed: async () => undefined,
    commit: async () => undefined,

    async close() {
      await events.return(undefined);
    },
  };

  function checkNotShorter({ partition, position }: ReadPosition): void {
    const end = nextOffsets.get(partition) ?? 0;
    if (position <= end) return;
    throw new IngestError(
      "INGEST_STREAM_RECREATED",
      `${path} has ${end} records for partition ${partition}, but it is landed up to offset ${position} already.`,
      "It is not the file that was landed before, or it was cut off. Give the whole file, or name another --store or --state.",
    );
  }

  function collectFrom({ partition, position }: ReadPosition): SourceRecord[] {
    if (position >= (nextOffsets.get(partition) ?? 0)) return [];
    throw new IngestError(
      "INGEST_OFFSET_GAP",
      `${path} was read beyond offset ${position} of partition ${partition} and cannot be read backwards.`,
      "This is a fault of Headwater: report it with the command that was run.",
    );
  }
}

function toRecord({ key, timestampMs, value }: FileEvent, offset: number): SourceRecord {
  return { offset, timestampMs, key, value, headers: [] };
}

function toBatch(partition: number, records: readonly SourceRecord[]): readonly SourceBatch[] {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return [];
  return [{ partition, from: first.offset, next: last.offset + 1, records, gaps: [] }];
}
