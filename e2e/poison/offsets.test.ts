import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { kafkaTools } from "../rig/kafka-broker.ts";
import { untilOffsets } from "../rig/kafka-topics.ts";
import { describeWithTools } from "../rig/tools.ts";
import { cleanEvent, cleanEvents } from "./payloads.ts";
import { PoisonTopic, startPoisonRig, type PoisonRig, type TopicSettings } from "./poison-rig.ts";

describeWithTools("topics that are not what one expects", kafkaTools, () => {
  let rig: PoisonRig;
  beforeAll(async () => {
    rig = await startPoisonRig();
  });
  afterAll(() => rig.stop());

  const topic = (settings: TopicSettings): Promise<PoisonTopic> => new PoisonTopic(rig, settings).create();

  it("have partitions of nothing but given-up records, and tails of them", async () => {
    const aborted = await topic({ name: "aborted", partitions: 4 });
    await aborted.sendInTransaction(0, cleanEvents(5), "aborted");
    await aborted.send(1, cleanEvents(3));
    await aborted.sendInTransaction(1, cleanEvents(5), "aborted");
    await aborted.sendInTransaction(2, cleanEvents(5), "aborted");
    await aborted.sendInTransaction(2, cleanEvents(2), "kept");
    await aborted.send(3, cleanEvents(3));
    // A marker behind each of the four transactions.
    await untilOffsets(rig.admin, "aborted", 5 + 1 + 3 + 5 + 1 + 5 + 1 + 2 + 1 + 3);
    const report = await aborted.land();
    expect(report).toMatchObject({ records: 8, gapCounts: { aborted: 15, control: 4 }, isComplete: true });
    expect(await aborted.findings(false)).toEqual([]);
    expect(await aborted.land()).toMatchObject({ segments: 0, isComplete: true });
  });

  it("begin above what was landed, in part or whole", async () => {
    const trimmed = await topic({ name: "trimmed", partitions: 3, isCleaned: true });
    for (const partition of [0, 1, 2]) await trimmed.send(partition, cleanEvents(10));
    await trimmed.trim(0, 7);
    await trimmed.trim(1, 10);
    expect(await trimmed.land()).toMatchObject({ records: 13, gapCounts: { expired: 17 }, isComplete: true });
    for (const partition of [0, 1, 2]) await trimmed.send(partition, cleanEvents(10));
    await trimmed.trim(2, 15);
    expect(await trimmed.land()).toMatchObject({ records: 25, gapCounts: { expired: 5 }, isComplete: true });
    expect(await trimmed.findings()).toEqual([]);
  });

  it("have a group that was set to their end", async () => {
    const reset = await topic({ name: "reset", partitions: 2 });
    for (const partition of [0, 1]) await reset.send(partition, cleanEvents(10));
    await reset.land("elsewhere");
    for (const partition of [0, 1]) await reset.send(partition, cleanEvents(10));
    const groupId = "elsewhere";
    const ends = (await reset.log()).map(({ end }, partition) => ({ partition, offset: String(end) }));
    await rig.admin.setOffsets({ groupId, topic: "reset", partitions: ends });
    expect(await reset.land(groupId)).toMatchObject({ records: 20, isComplete: true });
    expect(await reset.findings()).toEqual([]);
    // With nothing in the store, an end that somebody has set would mean that everything was landed before.
    await rm(reset.storeFolder, { recursive: true });
    await expect(reset.land(groupId)).rejects.toMatchObject({ code: "INGEST_CHAIN_MISSING" });
    expect(await reset.land("another")).toMatchObject({ records: 40, isComplete: true });
    expect(await reset.findings()).toEqual([]);
  });

  it.each([
    ["shorter", 5],
    ["longer", 50],
  ])("are deleted and created anew, %s than before", async (how, count) => {
    const anew = await topic({ name: `anew_${how}`, partitions: 2 });
    for (const partition of [0, 1]) await anew.send(partition, cleanEvents(20));
    await anew.land();
    const before = (await anew.landing()).segments;
    await anew.recreate();
    for (const partition of [0, 1]) await anew.send(partition, cleanEvents(count));
    await expect(anew.land()).rejects.toMatchObject({
      code: "INGEST_STREAM_RECREATED",
      hint: expect.stringContaining("epoch"),
    });
    expect((await anew.landing()).segments).toEqual(before);
    anew.raiseEpoch();
    expect(await anew.land()).toMatchObject({ records: 2 * count, isComplete: true });
    expect(await anew.findings()).toEqual([]);
  });

  it("have a damaged batch in one partition, which does not hold up the others", async () => {
    const damaged = await topic({ name: "damaged", partitions: 2 });
    await damaged.send(0, [cleanEvent(1)]);
    await damaged.send(0, [cleanEvent(2, "damage me")]);
    await damaged.send(0, [cleanEvent(3)]);
    await damaged.send(1, cleanEvents(20));
    const log = join(rig.broker.dataFolder, "damaged-0", "00000000000000000000.log");
    await using file = await open(log, "r+");
    await file.write("D", (await readFile(log)).indexOf("damage me"));
    expect(await damaged.land()).toMatchObject({
      records: 21,
      faults: [{ partition: 0, code: "INGEST_RECORDS_CORRUPT" }],
      isComplete: false,
    });
    expect(await damaged.findings(false)).toEqual([
      "damaged/0: the chain ends at 1, the topic at 3",
      "damaged/0, offset 1: nothing answers for it",
      "damaged/0, offset 2: nothing answers for it",
    ]);
    await file.write("d", (await readFile(log)).indexOf("Damage me".slice(1)) - 1);
    expect(await damaged.land()).toMatchObject({ records: 2, faults: [], isComplete: true });
    expect(await damaged.findings()).toEqual([]);
  });

  it("have a chain with a segment that is gone or changed, which does not hold up the others", async () => {
    const broken = await topic({ name: "broken", partitions: 3 });
    for (const round of [1, 2]) {
      for (const partition of [0, 1, 2]) await broken.send(partition, cleanEvents(10 * round));
      await broken.land();
    }
    for (const partition of [0, 1, 2]) await broken.send(partition, cleanEvents(5));
    const chains = join(broken.storeFolder, "broken", "broken", "1");
    const [first = ""] = (await readdir(join(chains, "0"))).sort();
    await rm(join(chains, "0", first), { recursive: true });
    const facts = join(chains, "1", first, "metadata.json");
    const changed = (await readFile(facts, "utf8")).replace(/("coveredEnd": *)"9"/, '$1"8"');
    await writeFile(facts, changed);
    const report = await broken.land();
    expect(report).toMatchObject({ records: 5, isComplete: false });
    expect(report.faults.map(({ partition, code }) => [partition, code])).toEqual([
      [0, "INGEST_CHAIN_BROKEN"],
      [1, "INGEST_SEGMENT_METADATA_INVALID"],
    ]);
  });
});
