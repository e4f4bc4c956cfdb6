import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { convertFeed, produceToKafka, writeEvents, type AuditReport } from "@headwater/ingest";
import kafkajs, { type Admin } from "kafkajs";
import { afterAll, beforeAll, expect, it } from "vitest";

import { forgeLines } from "../ingest/src/testing/climate-warehouse.ts";
import { countOffsets } from "../ingest/src/audit/offset-ranges.ts";
import type { TopicContent } from "../ingest/src/audit/topic-content.ts";
import { openKafkaTopic } from "../ingest/src/audit/open-kafka-topic.ts";
import { root, runHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { createTopic, untilOffsets } from "./rig/kafka-topics.ts";
import { describeWithTools } from "./rig/tools.ts";

describeWithTools("headwater audit of a live topic on a real broker", kafkaTools, () => {
  const folder = temporaryFolder("live-audit");
  let broker: KafkaBroker;
  let admin: Admin;
  let feed: StreamFeed;
  /** Everything that was sent, with a transaction that was given up behind it. */
  let offsetCount: number;

  const headwater = async (
    verb: string,
    ...more: string[]
  ): Promise<{ exitCode: number | null; stdout: string }> => {
    const finished = await runHeadwater([verb, ...more, "--state", folder.path]);
    if (finished.exitCode === 2 || finished.exitCode === 3) throw new Error(finished.stderr);
    return finished;
  };
  const audit = async (): Promise<{ exitCode: number | null; report: AuditReport }> => {
    const { exitCode, stdout } = await headwater("audit", feed.name, "--brokers", broker.address, "--json");
    // The command's own output.
    return { exitCode, report: JSON.parse(stdout) as AuditReport };
  };

  beforeAll(async () => {
    const found = findFeed(await loadFeeds(join(root, "contracts")), "climate_records");
    feed = found.kind === "stream" ? found : expect.unreachable("climate_records is a stream");
    const { events } = await convertFeed(feed.name, join(root, "samples"));
    const file = join(folder.path, "events.ndjson");
    await writeEvents(file, events);
    broker = await startKafkaBroker({
      "log.cleaner.backoff.ms": "200",
      "log.cleaner.min.cleanable.ratio": "0.01",
    });
    admin = broker.client.admin();
    await admin.connect();
    await produceToKafka({ feed, file, brokers: [broker.address], isResumed: false });
    await transaction("abort");
    offsetCount = events.length + 2 * feed.partitions;
    await untilOffsets(admin, feed.topic, offsetCount);
    await headwater("land", feed.name, "--brokers", broker.address, "--once", "--max-segment-records", "200");
    await headwater("load", feed.name);
    await headwater("silver", feed.name);
  });
  afterAll(async () => {
    await admin.disconnect();
    await broker.stop();
    folder[Symbol.dispose]();
  });

  /** A record in each partition and a marker behind it. */
  async function transaction(end: "abort" | "commit"): Promise<void> {
    const producer = broker.client.producer({
      transactionalId: `live-audit-${end}`,
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    const running = await producer.transaction();
    const messages = Array.from({ length: feed.partitions }, (_, partition) => ({ partition, value: "{}" }));
    await running.send({ topic: feed.topic, messages });
    await running[end]();
    await producer.disconnect();
  }

  it("explains every offset, what a transaction gave up and its markers among them", async () => {
    const { exitCode, report } = await audit();
    expect(report.findings).toEqual([]);
    expect(report.streams[0]?.counts).toEqual({
      landed: offsetCount - 2 * feed.partitions,
      violating: 0,
      dead: 0,
      control: feed.partitions,
      aborted: feed.partitions,
      compacted: 0,
      expired: 0,
      inFlight: 0,
    });
    expect(report.streams[0]?.partitions.reduce((sum, { offsets }) => sum + offsets, 0)).toBe(offsetCount);
    expect(exitCode).toBe(0);
  });

  it("counts what has arrived since as in flight", async () => {
    await transaction("commit");
    await untilOffsets(admin, feed.topic, offsetCount + 2 * feed.partitions);
    const { exitCode, report } = await audit();
    expect(report.streams[0]?.counts.inFlight).toBe(2 * feed.partitions);
    expect(exitCode).toBe(0);
  });

  it("names a record that a segment explains away, which nothing but the topic can tell", async () => {
    const object = `${feed.name}/${feed.topic}/1/0/${"0".repeat(20)}.ndjson.gz`;
    const storeFolder = join(folder.path, "store");
    const kept = ["body", "metadata.json"].map(
      (part) => [part, readFileSync(join(storeFolder, object, part))] as const,
    );
    const warehouse = { folder: folder.path, storeFolder, database: join(folder.path, "warehouse.duckdb") };
    forgeLines(warehouse, object, (lines) => lines.slice(1));
    changeMetadata(join(storeFolder, object, "metadata.json"), (metadata) => ({
      records: String(Number(metadata["records"]) - 1),
      gapCounts: JSON.stringify({ control: 1 }),
      gaps: "control:0",
    }));
    const { exitCode, report } = await audit();
    for (const [part, bytes] of kept) writeFileSync(join(storeFolder, object, part), bytes);
    expect(report.findings).toContainEqual({
      code: "topic-differs",
      feed: feed.name,
      place: "climate_records/1/0 offsets 0",
      message: "the topic has a record there, the segments say that it was a transaction's marker",
    });
    expect(report.findings.map(({ code }) => code)).not.toContain("offset-unexplained");
    expect(exitCode).toBe(1);
  });

  it("compares nothing with a topic that was created anew", async () => {
    await admin.deleteTopics({ topics: [feed.topic] });
    await createTopic(admin, {
      topic: feed.topic,
      numPartitions: feed.partitions,
      configEntries: [{ name: "cleanup.policy", value: "compact" }],
    });
    const { exitCode, report } = await audit();
    expect(report.findings.map(({ code }) => code)).toEqual(["topic-recreated"]);
    expect(exitCode).toBe(1);
    const live = await openKafkaTopic({ feed, brokers: [broker.address] });
    expect(live).toMatchObject({
      isCompacted: true,
      ends: new Map([
        [0, 0],
        [1, 0],
        [2, 0],
      ]),
    });
    await live.close();
  });

  it("reads what compaction and retention have left of compressed batches", async () => {
    const topic = "compacted";
    await createTopic(admin, {
      topic,
      numPartitions: 1,
      configEntries: [
        { name: "cleanup.policy", value: "compact,delete" },
        { name: "segment.ms", value: "100" },
        { name: "min.cleanable.dirty.ratio", value: "0.01" },
      ],
    });
    const producer = broker.client.producer();
    await producer.connect();
    for (const only of ["one", "two", "three", "four"]) {
      const keys = ["same", only, "same"];
      const messages = keys.map((key) => ({ key, value: "v" }));
      await producer.send({ topic, messages, compression: kafkajs.CompressionTypes.GZIP });
      await sleep(200);
    }
    await producer.disconnect();
    const read = async (): Promise<TopicContent> => {
      const live = await openKafkaTopic({ feed: { topic }, brokers: [broker.address] });
      const content = await live.readPartition(0);
      await live.close();
      return content;
    };
    let content = await read();
    for (let attempt = 0; countOffsets(content.records) > 7 && attempt < 100; attempt++) {
      await sleep(300);
      content = await read();
    }
    // The last segment is not looked at; of the others each key's last record is left.
    expect(content).toEqual({
      records: [
        { from: 1, to: 1 },
        { from: 4, to: 4 },
        { from: 7, to: 11 },
      ],
      control: [],
      aborted: [],
      start: 0,
    });
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "5" }] });
    expect(await read()).toEqual({ ...content, records: [{ from: 7, to: 11 }], start: 5 });
  });

  it("says when there is no such topic", async () => {
    await admin.deleteTopics({ topics: [feed.topic] });
    const { exitCode, stderr } = await runHeadwater([
      "audit",
      feed.name,
      "--state",
      folder.path,
      "--brokers",
      broker.address,
    ]);
    expect(stderr).toContain("INGEST_TOPIC_MISSING");
    expect(exitCode).toBe(2);
  });
});

/** Changes what a local store has beside an object, in which the object's own metadata is one member. */
function changeMetadata(
  file: string,
  change: (metadata: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): void {
  // Written by the local store.
  const facts = JSON.parse(readFileSync(file, "utf8")) as { readonly metadata: Record<string, string> };
  writeFileSync(
    file,
    JSON.stringify({ ...facts, metadata: { ...facts.metadata, ...change(facts.metadata) } }),
  );
}
