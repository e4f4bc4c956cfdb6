import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { freePort } from "./rig/free-port.ts";
import { startHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { createTopic } from "./rig/kafka-topics.ts";
import { describeWithTools } from "./rig/tools.ts";

const topic = "climate_records";
const marker = "MARKER-4711";
const timeoutMs = 60_000;

/** What the worker answers, or undefined while nobody listens. */
async function ask(address: string): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    const response = await fetch(address);
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadlineMs) throw new Error(`${what} did not come within ${timeoutMs / 1000} s`);
    await sleep(100);
  }
}

describeWithTools("a worker that is watched", kafkaTools, () => {
  const folder = temporaryFolder("observability");
  let broker: KafkaBroker;

  beforeAll(async () => {
    broker = await startKafkaBroker();
    const admin = broker.client.admin();
    await admin.connect();
    await createTopic(admin, { topic, numPartitions: 3 });
    await admin.disconnect();
  });
  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  it("becomes ready, counts what it lands, logs it as JSON without its contents, and closes its port", async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const port = new URL(address).port;
    const place = ["--brokers", broker.address, "--store", join(folder.path, "store")];
    const settings = ["--max-segment-age", "1s", "--metrics-port", port];
    const worker = startHeadwater(["land", topic, ...place, ...settings]);
    try {
      await until(async () => (await ask(`${address}/readyz`))?.status === 200, "readiness");
      const producer = broker.client.producer();
      await producer.connect();
      const messages = Array.from({ length: 30 }, (_, index) => ({
        key: marker,
        value:
          index % 3 === 0 ? `${marker} is not JSON` : JSON.stringify({ record_id: marker, [marker]: marker }),
        headers: { [marker]: marker },
        partition: index % 3,
      }));
      await producer.send({ topic, messages });
      await producer.disconnect();

      const counted = `headwater_records_landed_total{feed="${topic}"} 20`;
      await until(async () => (await ask(`${address}/metrics`))?.text.includes(counted) === true, counted);
      // The partition with what is not JSON has a segment of its own, which may be created after the others'.
      await until(async () => {
        const { text = "" } = (await ask(`${address}/metrics`)) ?? {};
        return lagsIn(text).join() === "0,0,0";
      }, "no lag");
      const { text } = (await ask(`${address}/metrics`)) ?? expect.unreachable("no metrics");
      expect(text).toContain(`headwater_violating_records_total{feed="${topic}"} 20`);
      expect(text).toContain(`headwater_assigned_partitions{feed="${topic}"} 3`);
      expect(lagsIn(text)).toEqual(["0", "0", "0"]);
      expect((await ask(`${address}/healthz`))?.status).toBe(200);

      worker.child.kill("SIGTERM");
      const { exitCode, stderr } = await worker.exited;
      expect(exitCode).toBe(0);
      expect(await ask(`${address}/healthz`)).toBeUndefined();
      const lines = stderr
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { readonly msg: string });
      expect(lines.map(({ msg }) => msg)).toContain("segment created");
      // The report on standard output names unknown fields; metrics and log name nothing.
      expect(text + stderr).not.toContain(marker);
    } finally {
      if (worker.child.exitCode === null) {
        worker.child.kill("SIGKILL");
        await once(worker.child, "exit");
      }
    }
  });
});

function lagsIn(metrics: string): readonly (string | undefined)[] {
  return [...metrics.matchAll(/headwater_consumer_lag_offsets\{.*\} (\d+)/g)].map(([, lag]) => lag);
}
