import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Admin } from "kafkajs";

import { Random } from "../gate/fuzz/random.ts";
import { startGcsEmulator, type GcsEmulator } from "../rig/gcs-emulator.ts";
import { temporaryFolder } from "../rig/headwater.ts";
import { startKafkaBroker, type KafkaBroker } from "../rig/kafka-broker.ts";
import { createTopic } from "../rig/kafka-topics.ts";
import { ChaosProducer, type ProducedTopic } from "./chaos-producer.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { eventSchema, feedSettings } from "./made-up-events.ts";
import { TopicTruth } from "./topic-truth.ts";
import { WorkerPool } from "./worker-pool.ts";

export const bucket = "landing";
const sessionTimeoutMs = 3000;
/** A slow upload takes longer than a session. */
const slowUploadMs = 4500;

export interface ChaosRig {
  readonly random: Random;
  readonly broker: KafkaBroker;
  readonly admin: Admin;
  readonly emulator: GcsEmulator;
  readonly proxy: FaultProxy;
  readonly pool: WorkerPool;
  readonly producer: ChaosProducer;
  readonly topics: readonly ProducedTopic[];
  /** A worker's command, to which an end of its own and the store's address are added. */
  readonly landArgs: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * A broker with one topic that keeps everything and one that is compacted and expires, a producer, the store behind
 * its faults, and no worker yet.
 */
export async function startChaosRig(seed: number, faultShare: number): Promise<ChaosRig> {
  const random = new Random(seed);
  const folder = temporaryFolder("chaos");
  const [broker, emulator] = await Promise.all([startKafkaBroker(eagerCleaning), startGcsEmulator()]);
  await emulator.createBucket(bucket);
  const admin = broker.client.admin();
  await admin.connect();
  const topics: readonly ProducedTopic[] = [
    { truth: new TopicTruth("kept"), partitions: 3 },
    { truth: new TopicTruth("cleaned", true), partitions: 2, keys: 60 },
  ];
  for (const { truth, partitions } of topics) {
    await writeContract(join(folder.path, truth.topic), truth.topic, partitions);
    await createTopic(admin, {
      topic: truth.topic,
      numPartitions: partitions,
      configEntries: Object.entries(truth.isCleaned ? cleanedTopic : {}).map(([name, value]) => ({
        name,
        value,
      })),
    });
  }
  const proxy = new FaultProxy({ target: emulator.endpoint, random, faultShare, slowMs: slowUploadMs });
  const landArgs = [
    "land",
    ...topics.map(({ truth }) => truth.topic),
    `--contracts=${folder.path}`,
    `--brokers=${broker.address}`,
    `--session-timeout=${sessionTimeoutMs / 1000}s`,
    `--store=gs://${bucket}/chaos`,
  ];
  const pool = new WorkerPool({ proxy, argsOf: (number) => [...landArgs, ...habitsOf(number)] });
  const producer = new ChaosProducer(broker.client, topics, random);
  const stop = async (): Promise<void> => {
    await pool.killAll();
    proxy.close();
    await admin.disconnect();
    await Promise.all([broker.stop(), emulator.stop()]);
    folder[Symbol.dispose]();
  };
  return { random, broker, admin, emulator, proxy, pool, producer, topics, landArgs, stop };
}

/** Workers that do not agree on when a segment ends and how it is compressed must not harm each other. */
function habitsOf(worker: number): readonly string[] {
  return [
    "--log-level=info",
    `--max-segment-age=${(worker % 2) + 1}s`,
    `--max-segment-records=${150 + 50 * (worker % 4)}`,
    `--compression=${worker % 3 === 0 ? "zstd" : "gzip"}`,
  ];
}

/** The broker looks for what to compact and to delete all the time, not every few minutes. */
const eagerCleaning = {
  "log.cleaner.backoff.ms": "200",
  "log.cleaner.min.cleanable.ratio": "0.01",
  "log.retention.check.interval.ms": "1000",
  "log.initial.task.delay.ms": "500",
};

const cleanedTopic = {
  "cleanup.policy": "compact,delete",
  "segment.ms": "1000",
  "retention.ms": "15000",
  "min.cleanable.dirty.ratio": "0.01",
  "delete.retention.ms": "100",
};

async function writeContract(folder: string, name: string, partitions: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "feed.yml"), feedSettings(name, partitions));
  await writeFile(join(folder, "event.schema.json"), eventSchema);
}
