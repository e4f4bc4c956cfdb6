import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Source } from "../source/source.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { listedPartition, listedSource, type ListedPartition } from "../testing/listed-source.ts";
import type { LandProgress } from "./land-report.ts";
import { createLandingResources, landStream, type LandOptions } from "./land-stream.ts";
import { readEnvelopes } from "./read-segment.ts";
import { listSegments } from "./recover-chain.ts";
import { partitionOf, segmentName } from "./segment-name.ts";

const MiB = 1024 * 1024;

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-pressure-"));
  store = openLocalStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const feedOf = (partitions: number) => ({ ...exampleFeed, partitions });

/** An event of about so many bytes. */
function eventOf(bytes: number): string {
  return exampleEvent("a", 1).replace(/}$/, `,"note":"${"x".repeat(bytes)}"}`);
}

/** A store that takes its time. */
function slowStore(delayMs: number): ObjectStore {
  return {
    ...store,
    create: async (...object) => {
      await sleep(delayMs);
      return await store.create(...object);
    },
  };
}

async function landed(partitions: number): Promise<readonly (readonly number[])[]> {
  return await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const segments = await listSegments(store, partitionOf(exampleFeed, partition));
      const lines = await Promise.all(
        segments.map((segment) => readEnvelopes(store, segmentName(segment, segment.compression))),
      );
      return lines.flat().map(({ offset }) => offset);
    }),
  );
}

describe("the memory budget", () => {
  it("holds with 300 partitions, a slow store and records of 10 MB among small ones", async () => {
    const resources = createLandingResources(64 * MiB);
    const partitions: ListedPartition[] = Array.from({ length: 300 }, (_, partition) => {
      const payloads = Array.from({ length: 10 }, () => eventOf(30_000));
      if (partition % 50 === 7) payloads[5] = eventOf(10_000_000);
      return listedPartition(payloads);
    });
    let mostBytes = 0;
    const report = await landStream({
      feed: feedOf(300),
      source: listedSource(partitions, 4),
      store: slowStore(5),
      isOnce: true,
      resources,
      maxRecordBytes: 16 * MiB,
      onProgress: () => (mostBytes = Math.max(mostBytes, resources.budget.heldBytes)),
    });
    expect(report).toMatchObject({ records: 3000, dead: 0, isComplete: true });
    expect(mostBytes).toBeLessThan(64 * MiB);
    expect(mostBytes).toBeGreaterThan(16 * MiB);
    expect(resources.budget.heldBytes).toBe(0);
    expect(await landed(300)).toEqual(partitions.map(({ records }) => records.map(({ offset }) => offset)));
  });

  it("lets records through that are larger than all of it", async () => {
    const partitions = [0, 1, 2].map(() => listedPartition([1, 2, 3].map(() => eventOf(3_000_000))));
    const report = await landStream({
      feed: feedOf(3),
      source: listedSource(partitions),
      store: slowStore(5),
      isOnce: true,
      resources: createLandingResources(2 * MiB),
    });
    expect(report).toMatchObject({ records: 9, isComplete: true });
  });

  it("is shared by the feeds of a process, and none of them starves", async () => {
    const resources = createLandingResources(32 * MiB);
    let mostBytes = 0;
    const reports = await Promise.all(
      ["one", "two", "three"].map(async (name) =>
        landStream({
          feed: { ...feedOf(4), name },
          source: listedSource([0, 1, 2, 3].map(() => listedPartition(Array(20).fill(eventOf(500_000))))),
          store: slowStore(5),
          isOnce: true,
          resources,
          onProgress: () => (mostBytes = Math.max(mostBytes, resources.budget.heldBytes)),
        }),
      ),
    );
    expect(reports.map(({ records }) => records)).toEqual([80, 80, 80]);
    expect(mostBytes).toBeLessThan(32 * MiB);
  });

  it("tells the observer which partitions wait, and when they go on", async () => {
    const waiting = new Set<number>();
    let everWaited = 0;
    await landStream({
      feed: feedOf(2),
      source: listedSource([0, 1].map(() => listedPartition(Array(12).fill(eventOf(1_000_000))))),
      store: slowStore(20),
      isOnce: true,
      resources: createLandingResources(4 * MiB),
      observer: {
        paused: (partitions) => {
          for (const each of partitions) waiting.add(each);
          everWaited += partitions.length;
        },
        resumed: (partitions) => partitions.forEach((each) => waiting.delete(each)),
      },
    });
    expect(everWaited).toBeGreaterThan(0);
    expect(waiting.size).toBe(0);
  });
});

/** A source of one partition that gives its records once, and then is silent until it is closed. */
function silentAfter(payloads: readonly string[]): Source {
  const listed = listedSource([listedPartition(payloads)]);
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  return {
    ...listed,
    async read(wanted, limits) {
      const batches = await listed.read(wanted, limits);
      if (batches.length === 0) await closed;
      return batches;
    },
    close: async () => close(),
  };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > deadlineMs) throw new Error("it did not come to pass within 20 seconds");
    await sleep(10);
  }
}

describe("a worker whose source is silent", () => {
  const run = (options: Partial<LandOptions>) => {
    const stop = new AbortController();
    const { promise: allRead, resolve } = Promise.withResolvers<void>();
    const onProgress = ({ recordsRead }: LandProgress): void => void (recordsRead === 2 && resolve());
    const source = silentAfter([eventOf(10), eventOf(10)]);
    const ended = landStream({
      feed: feedOf(1),
      source,
      store,
      isOnce: false,
      signal: stop.signal,
      onProgress,
      ...options,
    });
    return { stop: () => stop.abort(), allRead, ended };
  };
  const countSegments = async () => (await listSegments(store, partitionOf(exampleFeed, 0))).length;

  it("writes a segment when it is old enough, though the read never returns", async () => {
    const { stop, ended } = run({ limits: { maxAgeMs: 50 } });
    await until(async () => (await countSegments()) === 1);
    stop();
    expect(await ended).toMatchObject({ records: 2, segments: 1, isComplete: false });
  });

  it("writes what it has and leaves when it is told to, though the read never returns", async () => {
    const { stop, allRead, ended } = run({});
    await allRead;
    stop();
    expect(await ended).toMatchObject({ records: 2, segments: 1 });
  });

  it("leaves in time although the store does not answer, and says what that means", async () => {
    const notices: string[] = [];
    const { stop, allRead, ended } = run({
      store: { ...store, create: async () => await new Promise(() => undefined) },
      stopGraceMs: 50,
      onNotice: (notice) => notices.push(notice),
    });
    await allRead;
    stop();
    expect(await ended).toMatchObject({ records: 0, segments: 0 });
    expect(notices).toEqual([
      "readings: not all that was read is in the store after 0.05 s; whoever goes on reads it again",
    ]);
  });
});
