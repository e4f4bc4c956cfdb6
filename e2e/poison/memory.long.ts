import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { startHeadwater, type Finished } from "../rig/headwater.ts";
import { kafkaTools } from "../rig/kafka-broker.ts";
import { describeWithTools } from "../rig/tools.ts";
import { cleanEvent } from "./payloads.ts";
import { PoisonTopic, startPoisonRig, type PoisonRig } from "./poison-rig.ts";

const mebibyte = 1024 * 1024;
/** The limit for a worker, whatever the number of partitions. */
const mostMemoryBytes = 400 * mebibyte;
const recordBytes = 20_000;
const totalRecords = 9000;

describeWithTools("many partitions under a memory budget", kafkaTools, () => {
  let rig: PoisonRig;
  beforeAll(async () => {
    rig = await startPoisonRig();
  });
  afterAll(() => rig.stop());

  it.each([3, 300])("%d of them are landed, one with a record of 10 MB", async (partitions) => {
    const name = `wide_${partitions}`;
    const config = { "max.message.bytes": String(16 * mebibyte) };
    const wide = await new PoisonTopic(rig, { name, partitions, config }).create();
    const perPartition = totalRecords / partitions;
    const events = Array.from({ length: perPartition }, (_, index) =>
      cleanEvent(index, "n".repeat(recordBytes)),
    );
    for (let partition = 0; partition < partitions; partition++) {
      for (let from = 0; from < events.length; from += 200)
        await wide.send(partition, events.slice(from, from + 200));
    }
    await wide.send(1, [{ ...cleanEvent(0, "x".repeat(10 * mebibyte)), expectation: "dead" }]);
    await wide.feed();
    const { ended, peakBytes } = await landMeasured(rig, name, wide.storeFolder);
    process.stdout.write(
      `${partitions} partitions, ${totalRecords} records of ${recordBytes} bytes: peak ${Math.round(peakBytes / mebibyte)} MiB\n`,
    );
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(await wide.findings()).toEqual([]);
    expect(peakBytes).toBeLessThan(mostMemoryBytes);
  });
});

/** Runs a worker to the topic's end, and looks how much memory it had at most. */
async function landMeasured(
  rig: PoisonRig,
  name: string,
  store: string,
): Promise<{ readonly ended: Finished; readonly peakBytes: number }> {
  const { child, exited } = startHeadwater([
    "land",
    name,
    "--once",
    "--memory-budget=64MiB",
    `--brokers=${rig.broker.address}`,
    `--contracts=${join(rig.folder, "contracts")}`,
    `--store=${store}`,
  ]);
  let peakBytes = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peakBytes = Math.max(peakBytes, await peakMemoryBytes(child.pid ?? 0));
    await sleep(100);
  }
  return { ended: await exited, peakBytes };
}

/** The kernel's own account of a process' peak; 0 when the process is gone. */
async function peakMemoryBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
