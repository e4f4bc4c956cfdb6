import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, expect, it } from "vitest";

import { kafkaTools } from "../rig/kafka-broker.ts";
import { describeWithTools } from "../rig/tools.ts";
import { cleanEvent, cleanEvents, poison } from "./payloads.ts";
import { PoisonTopic, startPoisonRig, type PoisonRig, type TopicSettings } from "./poison-rig.ts";

const mebibyte = 1024 * 1024;
const largeRecords = { "max.message.bytes": String(16 * mebibyte) };

describeWithTools("records that nobody should send", kafkaTools, () => {
  let rig: PoisonRig;
  beforeAll(async () => {
    rig = await startPoisonRig();
  });
  afterAll(() => rig.stop());

  const topic = (settings: TopicSettings): Promise<PoisonTopic> => new PoisonTopic(rig, settings).create();

  it("are all accounted for, and do not hold up their neighbours", async () => {
    const mixed = await topic({ name: "mixed", partitions: 3 });
    for (const [, payload] of Object.entries(poison)) {
      await mixed.send(0, [cleanEvent(1), payload, cleanEvent(2)]);
      await mixed.send(1, [payload]);
      await mixed.send(2, cleanEvents(20));
    }
    const report = await mixed.land();
    const dead = 2 * Object.values(poison).filter(({ expectation }) => expectation === "dead").length;
    expect(report).toMatchObject({ isComplete: true, dead });
    expect(await mixed.findings()).toEqual([]);
  });

  it("of 10 MB become dead letters, those below the limit become lines, in any codec", async () => {
    const large = await topic({ name: "large", partitions: 2, config: largeRecords });
    const noise = randomBytes(5 * mebibyte).toString("hex");
    const tooLarge = { ...cleanEvent(1, noise), expectation: "dead" as const };
    await large.send(0, [cleanEvent(0)]);
    await large.send(0, [tooLarge]);
    await large.send(0, [{ ...cleanEvent(2, "x".repeat(12 * mebibyte)), expectation: "dead" }], true);
    await large.send(0, [cleanEvent(3, "y".repeat(7 * mebibyte))]);
    await large.send(1, cleanEvents(100));
    expect(await large.land()).toMatchObject({ isComplete: true, dead: 2, records: 102 });
    expect(await large.findings()).toEqual([]);
  });

  it("130,000 in one batch are landed", async () => {
    const tiny = await topic({ name: "tiny", partitions: 2, config: largeRecords });
    const payload = { value: Buffer.from("1"), expectation: "violating" } as const;
    await tiny.sendMany(
      0,
      Array.from({ length: 130_000 }, () => payload),
    );
    await tiny.send(1, cleanEvents(100));
    expect(await tiny.land()).toMatchObject({ isComplete: true, records: 130_100 });
    // kafkajs' consumer never comes to the end of such a batch.
    expect(await tiny.findings(false)).toEqual([]);
  });

  it.each(["gzip", "snappy", "lz4", "zstd"])("are landed from batches in %s", async (codec) => {
    const coded = await topic({
      name: `codec_${codec}`,
      partitions: 2,
      config: { "compression.type": codec },
    });
    await coded.send(0, [...Object.values(poison), ...cleanEvents(500)], true);
    await coded.send(1, cleanEvents(500), true);
    expect(await coded.land()).toMatchObject({ isComplete: true });
    // kafkajs' consumer can read gzip only.
    expect(await coded.findings(codec === "gzip")).toEqual([]);
  });
});
