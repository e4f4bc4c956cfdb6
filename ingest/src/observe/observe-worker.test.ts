import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { IngestError } from "../errors.ts";
import { landStream } from "../landing/land-stream.ts";
import type { SourceRecord } from "../source/source-record.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import { observeWorker, type ObserveWorkerOptions, type WorkerObservation } from "./observe-worker.ts";

const feed = { ...exampleFeed, partitions: 1 };
const marker = "MARKER-4711";

let folder: string;
let store: ObjectStore;
let logged: string;
let observations: WorkerObservation[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-observe-"));
  store = openLocalStore(folder);
  logged = "";
  observations = [];
});
afterEach(async () => {
  await Promise.all(observations.map((observation) => observation.close()));
  await rm(folder, { recursive: true });
});

async function observe(options: Partial<ObserveWorkerOptions> = {}): Promise<WorkerObservation> {
  const observation = await observeWorker({
    store,
    version: "1.2.3",
    logLevel: "debug",
    metricsPort: 0,
    logDestination: { write: (line) => void (logged += line) },
    ...options,
  });
  observations.push(observation);
  return observation;
}

async function ask({ address }: WorkerObservation, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${address}${path}`);
  return { status: response.status, text: await response.text() };
}

/** One record of each fate, each with the marker wherever a producer can put something. */
function markedRecords(): readonly SourceRecord[] {
  const payloads = [
    `{"id":"${marker}","read_at":"2024-05-01T00:00:00Z","${marker}":"${marker}"}`,
    `{"id":"${marker}","read_at":"${marker}"}`,
    `${marker} is not JSON`,
    `{"id":"${marker}\\ud800"}`,
  ];
  return payloads.map((payload, offset) => ({
    offset,
    timestampMs: Date.UTC(2024, 4, 1),
    key: Buffer.from(marker),
    value: Buffer.from(payload),
    headers: [{ name: marker, value: Buffer.from(marker) }],
  }));
}

describe("observeWorker", () => {
  it("counts what was landed and writes a log, and neither holds anything of a record", async () => {
    const observation = await observe();
    const records = markedRecords();
    const source = listedSource([{ records, next: records.length }]);
    await landStream({ feed, source, store, isOnce: true, observer: observation.observe(feed.name) });

    const { text } = await ask(observation, "/metrics");
    expect(text).toContain('headwater_records_read_total{feed="readings"} 4');
    expect(text).toContain('headwater_records_landed_total{feed="readings"} 2');
    expect(text).toContain('headwater_violating_records_total{feed="readings"} 1');
    expect(text).toContain('headwater_dead_letters_total{feed="readings",reason="not_json"} 1');
    expect(text).toContain('headwater_dead_letters_total{feed="readings",reason="lone_surrogate"} 1');
    expect(text).toContain('headwater_segment_size_bytes_count{feed="readings"} 1');
    expect(text).toContain('headwater_upload_duration_seconds_count{feed="readings"} 1');
    expect(text).toMatch(/headwater_build_info\{version="1.2.3",node_version="v\d+/);
    expect(text).toContain("headwater_process_resident_memory_bytes");

    const lines = logged
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { msg: string; level: string; time: string });
    const messages = lines.map(({ msg }) => msg);
    expect(messages).toEqual(
      expect.arrayContaining(["landing started", "segment created", "dead letters written", "landing ended"]),
    );
    expect(lines[0]).toMatchObject({ level: "info", time: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(text + logged).not.toContain(marker);
  });

  it("says of an unexpected error only its name, as its message may quote a record", async () => {
    const observation = await observe();
    const source = {
      ...listedSource([{ records: [], next: 1 }]),
      read: async () => JSON.parse(marker),
    };
    const landing = landStream({
      feed,
      source,
      store,
      isOnce: true,
      observer: observation.observe(feed.name),
    });
    await expect(landing).rejects.toThrow(SyntaxError);
    expect(logged).toContain('"code":"UNEXPECTED","name":"SyntaxError"');
    expect(logged).not.toContain(marker);
    expect((await ask(observation, "/metrics")).text).toContain(
      'headwater_failures_total{feed="readings",code="UNEXPECTED"} 1',
    );
    // Another feed of this worker may go on, so the process has to say that it is not well.
    expect(await ask(observation, "/healthz")).toEqual({ status: 503, text: "readings has failed\n" });
  });

  it("is ready once the partitions are assigned, and well while the loop turns", async () => {
    let nowMs = 0;
    const observation = await observe({ now: () => nowMs });
    const observer = observation.observe(feed.name);
    expect(await ask(observation, "/readyz")).toEqual({
      status: 503,
      text: "readings has no assignment yet\n",
    });
    observer.assigned?.([0]);
    expect((await ask(observation, "/readyz")).status).toBe(200);
    nowMs = 400_000;
    expect(await ask(observation, "/healthz")).toEqual({
      status: 503,
      text: "readings has not come round for 400 seconds\n",
    });
    observer.turned?.();
    expect((await ask(observation, "/healthz")).status).toBe(200);
  });

  it("is not ready while the store does not answer", async () => {
    const silent = { ...store, stat: () => Promise.reject(new Error("no route")) };
    const observation = await observe({ store: silent });
    const { status, text } = await ask(observation, "/readyz");
    expect({ status, text }).toEqual({ status: 503, text: `the store ${store.location} does not answer\n` });
  });

  it("shows what is open of the partitions it owns, and nothing of those it has lost", async () => {
    const observation = await observe({ now: () => 10_000 });
    const observer = observation.observe(feed.name);
    let gauges = [
      { partition: 0, openBytes: 5, oldestOpenMs: 4_000, lag: 7 },
      { partition: 1, openBytes: 0, oldestOpenMs: undefined, lag: undefined },
    ];
    observer.started?.({ gauges: () => gauges });
    observer.paused?.([0, 1]);
    const { text } = await ask(observation, "/metrics");
    expect(text).toContain('headwater_open_bytes{feed="readings",partition="0"} 5');
    expect(text).toContain('headwater_oldest_open_record_age_seconds{feed="readings",partition="0"} 6');
    expect(text).toContain('headwater_consumer_lag_offsets{feed="readings",partition="0"} 7');
    expect(text).not.toContain('headwater_consumer_lag_offsets{feed="readings",partition="1"}');
    expect(text).toContain('headwater_paused_partitions{feed="readings"} 2');

    gauges = gauges.slice(1);
    observer.assigned?.([1]);
    const later = (await ask(observation, "/metrics")).text;
    expect(later).not.toContain('partition="0"');
    expect(later).toContain('headwater_paused_partitions{feed="readings"} 1');
  });

  it("counts a partition in quarantine for as long as its fault shows again", async () => {
    let nowMs = 0;
    const observation = await observe({ now: () => nowMs });
    const observer = observation.observe(feed.name);
    observer.assigned?.([0]);
    const error = new IngestError("INGEST_RECORDS_CORRUPT", "A batch is damaged.", "Check the broker's log.");
    observer.quarantined?.({ partition: 0, error });
    const count = async (): Promise<string | undefined> =>
      /headwater_quarantined_partitions\{.*\} (\d)/.exec((await ask(observation, "/metrics")).text)?.[1];
    nowMs = 301_000;
    observer.quarantined?.({ partition: 0, error });
    nowMs = 600_000;
    expect(await count()).toBe("1");
    nowMs = 700_000;
    expect(await count()).toBe("0");
    expect(logged).toContain('"code":"INGEST_RECORDS_CORRUPT","message":"A batch is damaged."');
  });

  it("counts a segment that another worker had written", async () => {
    const observation = await observe();
    // Two workers that do not know of each other: both find an empty chain.
    const source = () => listedSource([listedPartition([exampleEvent("a"), exampleEvent("b")])]);
    await landStream({ feed, source: source(), store, isOnce: true });
    const blind: ObjectStore = { ...store, list: async function* none() {} };
    const landed = await landStream({
      feed,
      source: source(),
      store: blind,
      isOnce: true,
      observer: observation.observe(feed.name),
    });
    expect(landed.lostRaces).toBe(1);
    expect((await ask(observation, "/metrics")).text).toContain(
      'headwater_precondition_failures_total{feed="readings"} 1',
    );
    expect(logged).toContain("another worker's segment is in this place");
  });

  it("answers nothing else, and refuses a port that is taken", async () => {
    const observation = await observe();
    expect((await ask(observation, "/")).status).toBe(404);
    expect((await fetch(`${observation.address}/metrics`, { method: "POST" })).status).toBe(405);
    const port = Number(new URL(observation.address ?? expect.unreachable()).port);
    await expect(observe({ metricsPort: port })).rejects.toMatchObject({ code: "INGEST_OPTION_INVALID" });
  });

  it("listens on this machine only, unless told otherwise, and no longer than the worker lives", async () => {
    const observation = await observe();
    expect(observation.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await observation.close();
    observations = [];
    await expect(ask(observation, "/metrics")).rejects.toThrow("fetch failed");
  });
});
