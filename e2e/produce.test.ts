import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { convertFeed, type StreamEvent } from "@headwater/ingest";
import { type Admin, type Kafka, Partitioners } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { root, runHeadwater, startHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { createTopic } from "./rig/kafka-topics.ts";
import { describeWithTools } from "./rig/tools.ts";

const topic = "climate_records";
const partitions = 3;

describe("headwater produce to a file", () => {
  it("says how many events it wrote, and what is wrong with rows that became none", async () => {
    using folder = temporaryFolder("produce");
    await cp(join(root, "samples"), join(folder.path, "data"), { recursive: true });
    await appendFile(join(folder.path, "data/equity/heat_ed_2021_live.csv"), "2021-02-30,1,50\n");
    const out = join(folder.path, "events.ndjson");
    const { exitCode, stdout, stderr } = await runHeadwater([
      "produce",
      topic,
      "--from",
      join(folder.path, "data"),
      "--out",
      out,
    ]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: `climate_records: 1641 events written to ${out}\n`,
      stderr:
        'equity/heat_ed_2021_live.csv row 63: END_DATE "2021-02-30" is neither YYYY-MM-DD nor M/D/YYYY\n' +
        "1 rows became no event.\n",
    });
    expect((await readFile(out, "utf8")).split("\n")).toHaveLength(1642);
  });
});

describeWithTools("headwater produce to a real broker", kafkaTools, () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafkaBroker();
  });
  afterAll(() => broker.stop());

  const produce = async (from: string) =>
    await runHeadwater(["produce", topic, "--from", from, "--brokers", broker.address, "--resume"]);

  it("refuses a topic with another number of partitions", async () => {
    const admin = broker.client.admin();
    await admin.connect();
    await createTopic(admin, { topic, numPartitions: 2 });
    const { exitCode, stderr } = await produce(join(root, "samples"));
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    expect(exitCode).toBe(2);
    expect(stderr).toContain("PRODUCE_TOPIC_MISMATCH: Topic climate_records has 2 partitions");
  });

  it("puts each event where Kafka's own partitioner would, in order, with its time of publication", async () => {
    using folder = temporaryFolder("produce");
    const { events } = await convertFeed(topic, join(root, "samples"));
    const half = join(folder.path, "half.ndjson");
    await writeFile(
      half,
      events
        .slice(0, 800)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
    );

    expect(await produce(half)).toMatchObject({ exitCode: 0 });
    const second = await produce(join(root, "samples"));
    expect(second.stdout).toBe("climate_records: 841 events sent to topic climate_records\n");
    const third = await produce(join(root, "samples"));
    expect(third.stdout).toBe("climate_records: 0 events sent to topic climate_records\n");

    expect(await consumeAll(broker.client, topic, events.length)).toEqual(expectedRecords(events));
  });

  it("sends made-up events at a rate until it is stopped, and then goes on to the bytes of a whole run", async () => {
    using folder = temporaryFolder("produce");
    const made = ["produce", "click_events", "--count", "600", "--malformed", "0.1", "--late", "0.1"];
    const out = join(folder.path, "clicks.ndjson");
    await runHeadwater([...made, "--out", out]);

    const admin = broker.client.admin();
    await admin.connect();
    await createTopic(admin, { topic: "click_events", numPartitions: partitions });
    const toTopic = [...made, "--brokers", broker.address, "--resume"];
    const running = startHeadwater([...toTopic, "--rate", "50"]);
    while ((await countRecords(admin, "click_events")) < 50) await wait(100);
    running.child.kill("SIGINT");
    const stopped = await running.exited;
    await admin.disconnect();
    const sent = Number(/(\d+) events sent to topic click_events/.exec(stopped.stdout)?.[1]);
    expect(stopped.exitCode).toBe(2);
    expect(sent).toBeGreaterThanOrEqual(50);
    expect(sent).toBeLessThan(600);

    const rest = await runHeadwater(toTopic);
    expect(rest).toMatchObject({ exitCode: 0, stderr: "" });
    expect(rest.stdout).toContain(`click_events: ${600 - sent} events sent to topic click_events`);
    const received = (await consumeAll(broker.client, "click_events", 600)).flat().map(({ value }) => value);
    const lines = (await readFile(out, "utf8")).trimEnd().split("\n");
    expect(countBy(received)).toEqual(countBy(lines));
  });
});

interface ReceivedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
}

/** What each partition should hold, by the default partitioner of kafkajs as an independent oracle. */
function expectedRecords(events: readonly StreamEvent[]): ReceivedRecord[][] {
  const partitionOf = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const expected: ReceivedRecord[][] = partitionMetadata.map(() => []);
  for (const event of events) {
    const { record_id: key, published_at: publishedAt } = event;
    if (typeof key !== "string" || typeof publishedAt !== "string")
      throw new TypeError("not a climate record");
    const partition = partitionOf({ topic, partitionMetadata, message: { key, value: "" } });
    const timestamp = String(Date.parse(publishedAt));
    const offset = String(expected[partition]?.length);
    expected[partition]?.push({ offset, timestamp, key, value: JSON.stringify(event) });
  }
  return expected;
}

/** How many records a topic holds; none while the broker does not yet lead a topic that was just created. */
async function countRecords(admin: Admin, of: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(of).catch(() => []);
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

/** How often each text is in a list. */
function countBy(texts: readonly (string | undefined)[]): ReadonlyMap<string | undefined, number> {
  return new Map([...Map.groupBy(texts, (text) => text)].map(([text, same]) => [text, same.length]));
}

async function consumeAll(client: Kafka, from: string, count: number): Promise<ReceivedRecord[][]> {
  const received: ReceivedRecord[][] = Array.from({ length: partitions }, () => []);
  const consumer = client.consumer({ groupId: `produce-test-${from}` });
  await consumer.connect();
  await consumer.subscribe({ topic: from, fromBeginning: true });
  await new Promise<void>((finish, fail) => {
    let seen = 0;
    const eachMessage = async ({ partition, message }: Parameters<EachMessage>[0]): Promise<void> => {
      const { offset, timestamp, key, value } = message;
      received[partition]?.push({ offset, timestamp, key: key?.toString(), value: value?.toString() });
      seen += 1;
      if (seen === count) finish();
    };
    consumer.run({ eachMessage }).catch(fail);
  });
  await consumer.disconnect();
  return received;
}

type EachMessage = NonNullable<
  NonNullable<Parameters<ReturnType<Kafka["consumer"]>["run"]>[0]>["eachMessage"]
>;
