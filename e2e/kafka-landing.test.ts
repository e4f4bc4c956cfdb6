import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import {
  convertFeed,
  landStream,
  openFileSource,
  openKafkaSource,
  openLocalStore,
  parseSegmentMetadata,
  parseSegmentName,
  partitionOf,
  produceToKafka,
  readSegment,
  segmentPrefix,
  writeEvents,
  type LandReport,
  type ObjectStore,
} from "@headwater/ingest";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { root, startHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { createTopic, untilOffsets } from "./rig/kafka-topics.ts";
import { describeWithTools } from "./rig/tools.ts";

/** Lines that real producers send, too: they must land alike from a file and from Kafka. */
const badLines = [
  '{"record_id":"a wrong type","record_type":"weather_observation","wind_speed_mph":"strong"}',
  '{"record_id":"a surrogate","note":"\\ud800"}',
  '{"record_id":"twice","record_id":"twice"}',
  "not JSON",
  '{"record_id":"cut off","obser',
];

describeWithTools("the same stream through a real Kafka broker and from a file", kafkaTools, () => {
  const folder = temporaryFolder("kafka-landing");
  const file = join(folder.path, "events.ndjson");
  const fileStore = openLocalStore(join(folder.path, "from-file"));
  const kafkaStore = openLocalStore(join(folder.path, "from-kafka"));
  let broker: KafkaBroker;
  let feed: StreamFeed;

  const landFromKafka = (groupId: string, store: ObjectStore): Promise<LandReport> =>
    landStream({
      feed,
      source: openKafkaSource({ feed, brokers: [broker.address], groupId }),
      store,
      isOnce: true,
      limits: { maxRecords: 200 },
    });

  beforeAll(async () => {
    feed = await climateRecords();
    const { events } = await convertFeed(feed.name, join(root, "samples"));
    await writeEvents(file, events);
    await writeFile(file, `${await readFile(file, "utf8")}${badLines.join("\n")}`);
    broker = await startKafkaBroker();
    await produceToKafka({ feed, file, brokers: [broker.address], isResumed: false });
    await abortTransaction(broker, feed, events.length + badLines.length);
    await landStream({ feed, source: openFileSource(file, feed), store: fileStore, isOnce: true });
  });
  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  it("lands the same lines at the same positions, and explains the tail that was given up", async () => {
    const report = await landFromKafka("first", kafkaStore);
    expect(report).toMatchObject({ dead: 3, gapCounts: { aborted: 3, control: 3 }, isComplete: true });
    for (let partition = 0; partition < feed.partitions; partition++) {
      const fromKafka = await landedLines(kafkaStore, feed, partition);
      expect(fromKafka.length).toBeGreaterThan(100);
      expect(fromKafka).toEqual(await landedLines(fileStore, feed, partition));
    }
  });

  it("lands nothing when it runs again, whatever the group's offsets say", async () => {
    expect(await landFromKafka("first", kafkaStore)).toMatchObject({ segments: 0, isComplete: true });
    await resetGroup(broker, "first", feed);
    expect(await landFromKafka("first", kafkaStore)).toMatchObject({ segments: 0, isComplete: true });
  });

  it("refuses an empty store under a group that has landed before", async () => {
    const empty = openLocalStore(join(folder.path, "empty"));
    await landFromKafka("second", kafkaStore);
    await expect(landFromKafka("second", empty)).rejects.toMatchObject({ code: "INGEST_CHAIN_MISSING" });
  });

  it("notices another topic of the same name by its id", async () => {
    const admin = broker.client.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [feed.topic] });
    await createTopic(admin, { topic: feed.topic, numPartitions: feed.partitions });
    await admin.disconnect();
    await expect(landFromKafka("third", kafkaStore)).rejects.toMatchObject({
      code: "INGEST_STREAM_RECREATED",
      hint: expect.stringContaining("epoch"),
    });
  });
});

describeWithTools("headwater land as a worker", kafkaTools, () => {
  const folder = temporaryFolder("kafka-worker");
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafkaBroker();
  });
  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  const land = (...more: string[]): ReturnType<typeof startHeadwater> =>
    startHeadwater(["land", "climate_records", "--brokers", broker.address, "--state", folder.path, ...more]);

  it("shares a topic with a second worker, writes segments by their age, and leaves when it is told to", async () => {
    const feed = await climateRecords();
    const { events } = await convertFeed(feed.name, join(root, "samples"));
    const file = join(folder.path, "events.ndjson");
    await writeEvents(file, events);
    await produceToKafka({ feed, file, brokers: [broker.address], isResumed: false });
    const workers = [land("--json", "--max-segment-age", "1s"), land("--json", "--max-segment-age", "1s")];
    onTestFinished(() => workers.forEach(({ child }) => child.kill("SIGKILL")));
    await until(async () => (await sharesOf(broker, "headwater.climate_records")).length === 2);
    const store = openLocalStore(join(folder.path, "store"));
    await until(async () => (await countRecords(store, feed)) === events.length);
    await produceToKafka({ feed, file, brokers: [broker.address], isResumed: false });
    await until(async () => (await countRecords(store, feed)) === 2 * events.length);
    for (const { child } of workers) child.kill("SIGTERM");
    const ended = await Promise.all(workers.map(({ exited }) => exited));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const reports = ended.flatMap(({ stdout }) => JSON.parse(stdout) as readonly LandReport[]);
    expect(reports.map(({ records }) => records).reduce((sum, records) => sum + records, 0)).toBe(
      2 * events.length,
    );
    expect(reports.every(({ partitions }) => [1, 2].includes(partitions.length))).toBe(true);
    expect(ended.map(({ stderr }) => stderr).join("")).not.toContain("Warning");
  });

  it("has nothing to do afterwards with --once", async () => {
    const { exitCode, stdout } = await land("--once").exited;
    expect(stdout).toContain("climate_records: nothing new");
    expect(exitCode).toBe(0);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it did not come to pass within two minutes");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The members of a group that own partitions. */
async function sharesOf(broker: KafkaBroker, groupId: string): Promise<readonly unknown[]> {
  const admin = broker.client.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  // A share without partitions is a version, an empty list and no data.
  const emptyShareBytes = 10;
  return (groups[0]?.members ?? []).filter(
    ({ memberAssignment }) => memberAssignment.length > emptyShareBytes,
  );
}

async function countRecords(store: ObjectStore, feed: StreamFeed): Promise<number> {
  let count = 0;
  for await (const { name, metadata } of store.list(`${feed.name}/`)) {
    if (parseSegmentName(name)) count += parseSegmentMetadata(name, metadata).records;
  }
  return count;
}

async function climateRecords(): Promise<StreamFeed> {
  const feed = findFeed(await loadFeeds(join(root, "contracts")), "climate_records");
  return feed.kind === "stream" ? feed : expect.unreachable("climate_records is a stream");
}

async function landedLines(
  store: ObjectStore,
  feed: StreamFeed,
  partition: number,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { name } of store.list(segmentPrefix(partitionOf(feed, partition)))) {
    lines.push(...(await readSegment(store, name)).lines);
  }
  return lines;
}

/** Leaves a record and then an abort marker at the end of each partition, behind the records that are there. */
async function abortTransaction(broker: KafkaBroker, feed: StreamFeed, recordCount: number): Promise<void> {
  const producer = broker.client.producer({
    transactionalId: "given-up",
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  const transaction = await producer.transaction();
  const messages = Array.from({ length: feed.partitions }, (_, partition) => ({ partition, value: "{}" }));
  await transaction.send({ topic: feed.topic, messages });
  await transaction.abort();
  await producer.disconnect();
  const admin = broker.client.admin();
  await admin.connect();
  await untilOffsets(admin, feed.topic, recordCount + 2 * feed.partitions);
  await admin.disconnect();
}

async function resetGroup(broker: KafkaBroker, groupId: string, feed: StreamFeed): Promise<void> {
  const admin = broker.client.admin();
  await admin.connect();
  await admin.setOffsets({ groupId, topic: feed.topic, partitions: [{ partition: 0, offset: "1" }] });
  await admin.disconnect();
}
