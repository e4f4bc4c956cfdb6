import { afterAll, beforeAll, expect, it } from "vitest";

import { gcsTools, startGcsEmulator, type GcsEmulator } from "./gcs-emulator.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./kafka-broker.ts";
import { createTopic } from "./kafka-topics.ts";
import { describeWithTools } from "./tools.ts";

describeWithTools("the Kafka broker of the rig", kafkaTools, () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafkaBroker();
  });
  afterAll(() => broker.stop());

  it("takes records and knows how many it has", async () => {
    const [admin, producer] = [broker.client.admin(), broker.client.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await createTopic(admin, { topic: "ready", numPartitions: 1 });
    await producer.send({ topic: "ready", messages: [{ value: "1" }, { value: "2" }] });
    expect(await admin.fetchTopicOffsets("ready")).toMatchObject([{ partition: 0, low: "0", high: "2" }]);
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
});

describeWithTools("the GCS emulator of the rig", gcsTools, () => {
  let emulator: GcsEmulator;
  beforeAll(async () => {
    emulator = await startGcsEmulator();
  });
  afterAll(() => emulator.stop());

  it("creates a bucket", async () => {
    await emulator.createBucket("ready");
    const response = await fetch(`${emulator.endpoint}/storage/v1/b/ready`);
    expect(await response.json()).toMatchObject({ name: "ready" });
  });
});
