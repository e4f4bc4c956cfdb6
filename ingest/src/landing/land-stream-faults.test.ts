import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { IngestError } from "../errors.ts";
import type { Source, SourceBatch } from "../source/source.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { patientStore, type StoreRetry } from "../store/patient-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import type { LandReport } from "./land-report.ts";
import { landStream, type LandOptions } from "./land-stream.ts";
import { quarantineMs } from "./quarantine.ts";

const corrupt = new IngestError("INGEST_RECORDS_CORRUPT", "The batch at 3 is damaged.", "Look at it.");
const truncated = new IngestError("INGEST_STREAM_RECREATED", "It ends at 2.", "Look at it.");
const payloads = Array.from({ length: 6 }, (_, index) => exampleEvent("a", index));

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-faults-"));
  store = openLocalStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

/** Three partitions of six records; what is read of partition 1 is changed on the way. */
function source(change: (batch: SourceBatch) => SourceBatch, more: Partial<Source> = {}): Source {
  const listed = listedSource([0, 1, 2].map(() => listedPartition(payloads)));
  return {
    ...listed,
    async read(wanted, limits) {
      const batches = await listed.read(wanted, limits);
      return batches.map((batch) => (batch.partition === 1 ? change(batch) : batch));
    },
    ...more,
  };
}

/** Of a batch, what stands in front of an offset, and a failure there. */
const failingAt =
  (offset: number, failure: IngestError) =>
  (batch: SourceBatch): SourceBatch => ({
    ...batch,
    next: Math.max(batch.from, offset),
    records: batch.records.filter((record) => record.offset < offset),
    failure,
  });

async function land(from: Source, options: Partial<LandOptions> = {}): Promise<LandReport> {
  return await landStream({ feed: exampleFeed, source: from, store, isOnce: true, ...options });
}

const ends = ({ partitions }: LandReport): readonly number[] => partitions.map(({ next }) => next);

describe("a fault of one partition", () => {
  it("leaves the others alone: a corrupt batch, in front of which everything is landed", async () => {
    const notices: string[] = [];
    const report = await land(source(failingAt(3, corrupt)), { onNotice: (notice) => notices.push(notice) });
    expect(ends(report)).toEqual([6, 3, 6]);
    expect(report.isComplete).toBe(false);
    expect(report.faults).toEqual([
      { partition: 1, code: corrupt.code, message: corrupt.message, hint: corrupt.hint },
    ]);
    expect(notices).toEqual([
      "readings: partition 1 is left alone for 5 minutes, the others go on. " +
        "INGEST_RECORDS_CORRUPT: The batch at 3 is damaged. Look at it.",
    ]);
  });

  it("leaves the others alone: offsets that are passed over again and again", async () => {
    const report = await land(
      source((batch) => ({ ...batch, from: batch.from + 1, records: batch.records.slice(1) })),
    );
    expect(ends(report)).toEqual([6, 0, 6]);
    expect(report.faults).toMatchObject([{ partition: 1, code: "INGEST_OFFSET_GAP" }]);
  });

  it("leaves the others alone: a chain with a segment missing", async () => {
    await land(
      source((batch) => batch),
      { limits: { maxRecords: 2 } },
    );
    await rm(join(folder, "readings/readings/1/1/00000000000000000002.ndjson.gz"), { recursive: true });
    const report = await land(source((batch) => batch));
    expect(report.faults).toMatchObject([{ partition: 1, code: "INGEST_CHAIN_BROKEN" }]);
    expect(report.partitions.map(({ partition }) => partition)).toEqual([0, 2]);
  });

  it("leaves the others alone: a winner's segment that cannot be understood", async () => {
    const name = "readings/readings/1/1/00000000000000000000.ndjson.gz";
    const overtaken: ObjectStore = {
      ...store,
      create: async (created, ...object) => {
        if (created === name) await store.create(name, Buffer.from("x"), { coveredEnd: "?" });
        return await store.create(created, ...object);
      },
    };
    const report = await land(
      source((batch) => batch),
      { store: overtaken },
    );
    expect(ends(report)).toEqual([6, 6]);
    expect(report.faults).toMatchObject([{ partition: 1, code: "INGEST_SEGMENT_METADATA_INVALID" }]);
  });

  it("is over when it is mended: the partition is tried again after some minutes", async () => {
    let nowMs = 0;
    let isDamaged = true;
    const stop = new AbortController();
    const mending = source((batch) => (isDamaged ? failingAt(3, corrupt)(batch) : batch));
    const ended = land(mending, {
      isOnce: false,
      signal: stop.signal,
      limits: { maxRecords: 1 },
      now: () => nowMs,
      onNotice: () => {
        isDamaged = false;
        nowMs += quarantineMs;
      },
      onProgress: ({ records }) => {
        if (records === 18) stop.abort();
      },
    });
    const report = await ended;
    expect(report).toMatchObject({ records: 18, faults: [] });
    expect(ends(report)).toEqual([6, 6, 6]);
  });
});

describe("a log that does not fit what was landed", () => {
  const topicOf = (topicId?: string): Partial<Source> => ({
    open: async () => ({ partitions: 3, ...(topicId === undefined ? {} : { topicId }) }),
  });
  const longer = { ends: () => new Map([0, 1, 2].map((partition) => [partition, 7])) };

  it("is one partition's fault where the topic is known to be the same", async () => {
    await land(
      source((batch) => batch, topicOf("id")),
      { limits: { maxRecords: 2 } },
    );
    const shorter = { ...topicOf("id"), ends: () => new Map([[1, 7]]) };
    const report = await land(source(failingAt(0, truncated), shorter));
    expect(report.faults).toMatchObject([{ partition: 1, code: "INGEST_STREAM_RECREATED" }]);
  });

  it("stops everything where it may be another topic", async () => {
    await land(source((batch) => batch, topicOf()));
    const other = source(failingAt(0, truncated), { ...topicOf(), ...longer });
    await expect(land(other)).rejects.toMatchObject({ code: "INGEST_STREAM_RECREATED" });
  });

  it("stops everything where the topic was created anew in the meantime", async () => {
    await land(source((batch) => batch, topicOf("id")));
    const recreated = source(failingAt(0, truncated), {
      ...topicOf("id"),
      ...longer,
      checkIdentity: async () => {
        throw new IngestError("INGEST_STREAM_RECREATED", "It has another id.", "Raise `epoch`.");
      },
    });
    await expect(land(recreated)).rejects.toMatchObject({ message: "It has another id." });
  });
});

describe("a store that fails for the moment", () => {
  /** Fails on each object's first creation: with nothing done, or with an answer that is lost. */
  function flakyStore(isDone: boolean): ObjectStore {
    const seen = new Set<string>();
    return {
      ...store,
      create: async (name, ...object) => {
        if (seen.has(name)) return await store.create(name, ...object);
        seen.add(name);
        if (isDone) await store.create(name, ...object);
        throw new IngestError("STORE_UNAVAILABLE", "503", "Later.");
      },
    };
  }

  it.each([false, true])("is written to again, and each record is landed once (done: %s)", async (isDone) => {
    const retries: StoreRetry[] = [];
    const patience = {
      patienceMs: 60_000,
      wait: async () => undefined,
      onRetry: (retry: StoreRetry) => retries.push(retry),
    };
    const report = await land(
      source((batch) => batch),
      {
        store: patientStore(flakyStore(isDone), patience),
        limits: { maxRecords: 2 },
      },
    );
    expect(report).toMatchObject({ records: 18, segments: 9, lostRaces: 0, isComplete: true });
    // Nine segments and what the epoch decides.
    expect(retries).toHaveLength(10);
  });

  it("ends the run when its patience is over", async () => {
    const away: ObjectStore = {
      ...store,
      create: async () => {
        throw new IngestError("STORE_UNAVAILABLE", "503", "Later.");
      },
    };
    const impatient = patientStore(away, { patienceMs: 0 });
    await expect(
      land(
        source((batch) => batch),
        { store: impatient },
      ),
    ).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
  });
});
