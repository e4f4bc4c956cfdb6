import { array, assert, boolean, constantFrom, integer, oneof, property, record } from "fast-check";
import { expect, it } from "vitest";

import type { SourceRecord } from "../source/source-record.ts";
import type { SourceBatch } from "../source/source.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { endOfChain } from "./chain.ts";
import { compileLander } from "./compile-lander.ts";
import { gapReasons, joinGaps, type Gap, type GapReason } from "./gap.ts";
import { PartitionLanding } from "./partition-landing.ts";
import type { SegmentContent } from "./pending-segment.ts";

/** What each offset of a partition holds: a record, or a gap with its reason. */
type Log = readonly ("record" | GapReason)[];

const writers = [0, 1, 2];
const writer = constantFrom(...writers);
const action = oneof(
  record({
    kind: constantFrom("read" as const),
    writer,
    size: integer({ min: 1, max: 12 }),
    overlap: integer({ min: 0, max: 3 }),
  }),
  record({
    kind: constantFrom("seal" as const, "write" as const, "write" as const, "crash" as const),
    writer,
  }),
);
const log = array(
  oneof({ weight: 4, arbitrary: constantFrom("record" as const) }, constantFrom(...gapReasons)),
  { maxLength: 80, size: "max" },
);

// By default fast-check makes short arrays, in which writers hardly ever meet.
const actions = array(action, { minLength: 10, maxLength: 120, size: "max" });

const id = { feed: "f", topic: "t", epoch: 1, partition: 0 };
const land = compileLander(exampleFeed, 1000);

/** Every third record is a dead letter. */
function recordAt(offset: number): SourceRecord {
  const value = Buffer.from(offset % 3 === 0 ? "not JSON" : exampleEvent(`v${offset}`));
  return { offset, timestampMs: offset, key: null, value, headers: [] };
}

function readBatch(held: Log, from: number, next: number): SourceBatch {
  const offsets = Array.from({ length: next - from }, (_, index) => from + index);
  const gaps = offsets.flatMap((offset): Gap[] => {
    const what = held[offset];
    return what === undefined || what === "record" ? [] : [{ from: offset, to: offset, reason: what }];
  });
  const records = offsets.filter((offset) => held[offset] === "record").map(recordAt);
  return { partition: 0, from, next, records, gaps: joinGaps(gaps) };
}

/** What the store keeps of a segment: the memory of its lines is used again. */
type Stored = Omit<SegmentContent, "lines"> & { readonly offsets: readonly number[] };

function store(content: SegmentContent): Stored {
  const { from, next, lines, lineCount, remarks, gaps, lastRecord, readAtMs } = content;
  const texts = Buffer.concat(lines.parts()).toString().split("\n").slice(0, -1);
  expect(texts.length).toBe(lineCount);
  const inLines = texts.map((line) => (JSON.parse(line) as { offset: number }).offset);
  const offsets = [...inLines, ...remarks.map(({ offset }) => offset)].sort((left, right) => left - right);
  return { from, next, lineCount, remarks, gaps, lastRecord, readAtMs, offsets };
}

/** A store of one partition: it creates a segment only where there is none. */
class Segments {
  readonly byPosition = new Map<number, Stored>();

  inOrder(): readonly Stored[] {
    return [...this.byPosition.values()].sort((left, right) => left.from - right.from);
  }

  end(): number {
    const listed = this.inOrder().map(({ from, next }) => ({ position: from, coveredEnd: next - 1 }));
    return endOfChain(listed, "f/t/1/0/");
  }

  startWriter(limits: { maxBytes: number; maxRecords: number; maxAgeMs: number }): PartitionLanding {
    return new PartitionLanding(
      id,
      { position: this.end(), lastRecord: undefined, topicId: undefined },
      limits,
    );
  }

  write(partition: PartitionLanding): boolean {
    const content = partition.nextSegment();
    if (!content) return false;
    const winner = this.byPosition.get(content.from);
    if (winner) partition.lost(winner.next);
    else {
      this.byPosition.set(content.from, store(content));
      partition.created();
    }
    return true;
  }
}

it("any interleaving of writers, crashes and zombies leaves each offset answered for exactly once", () => {
  assert(
    property(log, actions, integer({ min: 1, max: 10 }), boolean(), (held, steps, maxRecords, isTiny) => {
      const limits = { maxBytes: isTiny ? 1 : 1000, maxRecords, maxAgeMs: 1000 };
      const segments = new Segments();
      const working = new Map(writers.map((each) => [each, segments.startWriter(limits)]));
      for (const step of steps) {
        const partition = working.get(step.writer);
        if (!partition) continue;
        if (step.kind === "read") {
          const from = Math.max(0, partition.expected - step.overlap);
          const next = Math.min(held.length, from + step.size);
          if (next > from) expect(partition.accept(readBatch(held, from, next), land, 0)).toBe(true);
        } else if (step.kind === "crash") working.set(step.writer, segments.startWriter(limits));
        else if (step.kind === "seal") partition.seal();
        else segments.write(partition);
        // Never, at any moment, a gap or an overlap in the store.
        expect(segments.end()).toBeLessThanOrEqual(held.length);
      }
      const last = segments.startWriter(limits);
      if (last.expected < held.length) last.accept(readBatch(held, last.expected, held.length), land, 0);
      last.seal();
      while (segments.write(last));

      expect(segments.end()).toBe(held.length);
      const everything = readBatch(held, 0, held.length);
      const stored = segments.inOrder();
      expect(stored.flatMap(({ offsets }) => offsets)).toEqual(
        everything.records.map(({ offset }) => offset),
      );
      expect(joinGaps(stored.flatMap(({ gaps }) => gaps))).toEqual(everything.gaps);
      for (const { from, next, gaps, lastRecord, offsets } of stored) {
        expect(offsets.length + gaps.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0)).toBe(next - from);
        expect(lastRecord?.offset).toBe(offsets.at(-1));
      }
      expect(last.openBytes).toBe(0);
    }),
    { numRuns: 500 },
  );
});

it("a batch above the expected position is refused and changes nothing", () => {
  const held: Log = ["record", "record", "record", "record"];
  const partition = new Segments().startWriter({ maxBytes: 1000, maxRecords: 10, maxAgeMs: 1000 });
  expect(partition.accept(readBatch(held, 1, 3), land, 0)).toBe(false);
  expect(partition.expected).toBe(0);
  partition.seal();
  expect(partition.nextSegment()).toBeUndefined();
});
