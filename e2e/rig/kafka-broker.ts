import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import type { Kafka } from "kafkajs";

import { createKafkaClient } from "../../ingest/src/source/kafka/kafkajs-client.ts";
import { cachedTool } from "./cached-tool.ts";
import { freePort } from "./free-port.ts";
import { startTethered, type TetheredProcess } from "./tethered-process.ts";

const run = promisify(execFile);
const startTimeoutMs = 90_000;

/** The programs that a test with a broker needs; see `describeWithTools`. */
export const kafkaTools = ["java", "mvn"];

export interface KafkaBroker {
  /** host:port, as kafkajs wants it. */
  readonly address: string;
  /** Where its logs lie: a folder for each partition, <topic>-<partition>. */
  readonly dataFolder: string;
  /** A client of the broker that logs nothing. */
  readonly client: Kafka;
  /** Kills the broker and starts it again, at the same address and over the same data. */
  readonly restart: () => Promise<void>;
  /** Kills the broker and removes its data. */
  readonly stop: () => Promise<void>;
}

/** A further way into the broker, beside the plain one. */
export interface BrokerListener {
  readonly name: string;
  readonly address: string;
  readonly protocol: "SSL" | "SASL_SSL";
}

/**
 * Starts a real Kafka broker (4.3.1, KRaft, one node) on a free loopback port with a data folder of its own. It ends
 * with this process, however that ends. The first call ever fetches the jars by Maven into .tools/ (54 MB).
 */
export async function startKafkaBroker(
  settings: Readonly<Record<string, string>> = {},
  {
    listeners = [],
    formatOptions = [],
  }: { readonly listeners?: readonly BrokerListener[]; readonly formatOptions?: readonly string[] } = {},
): Promise<KafkaBroker> {
  const jars = await cachedTool("kafka-4.3.1", (folder) => ({
    command: [
      "mvn",
      "--batch-mode",
      "--quiet",
      `--file=${join(import.meta.dirname, "kafka", "pom.xml")}`,
      "dependency:copy-dependencies",
      `-DoutputDirectory=${folder}`,
    ],
  }));
  const folder = await mkdtemp(join(tmpdir(), "headwater-kafka-"));
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, "server.properties");
  const logging = join(folder, "log4j2.properties");
  await writeFile(
    config,
    properties({ ...serverSettings(folder, address, await freePort(), listeners), ...settings }),
  );
  await writeFile(
    logging,
    properties({
      "rootLogger.level": "error",
      "appender.console.type": "Console",
      "appender.console.name": "console",
      "rootLogger.appenderRef.console.ref": "console",
    }),
  );
  const jvm = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
  const java = [...jvm, `-Dlog4j2.configurationFile=${logging}`, "-cp", `${jars}/*`];
  await run("java", [
    ...java,
    "kafka.tools.StorageTool",
    "format",
    "-t",
    clusterId,
    "-c",
    config,
    ...formatOptions,
  ]);
  const start = (): TetheredProcess =>
    startTethered(["java", ...java, "kafka.Kafka", config], join(folder, "broker.log"));
  let broker = start();
  const client = createKafkaClient({ brokers: [address], clientId: "headwater-e2e" });
  const restart = async (): Promise<void> => {
    await broker.stop();
    broker = start();
    await untilReady(client, broker);
  };
  const stop = async (): Promise<void> => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(client, broker);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, dataFolder: join(folder, "data"), client, restart, stop };
}

// Any 16 bytes in base64 will do: the cluster is never joined by another.
const clusterId = "aGVhZHdhdGVyLWUyZS0xMA";

function serverSettings(
  folder: string,
  address: string,
  controllerPort: number,
  more: readonly BrokerListener[],
): Record<string, string> {
  const list = (first: string, describe: (listener: BrokerListener) => string): string =>
    [first, ...more.map(describe)].join(",");
  const controller = `127.0.0.1:${controllerPort}`;
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@${controller}`,
    listeners: list(
      `PLAINTEXT://${address},CONTROLLER://${controller}`,
      (each) => `${each.name}://${each.address}`,
    ),
    "advertised.listeners": list(`PLAINTEXT://${address}`, (each) => `${each.name}://${each.address}`),
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": list(
      "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
      ({ name, protocol }) => `${name}:${protocol}`,
    ),
    "log.dirs": join(folder, "data"),
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "1",
    "auto.create.topics.enable": "false",
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    // The replayed records are years old, and retention goes by their own timestamps.
    "log.retention.ms": "-1",
    "message.max.bytes": String(16 * 1024 * 1024),
  };
}

async function untilReady(client: Kafka, broker: TetheredProcess): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const admin = client.admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      const { brokers } = await admin.describeCluster();
      if (brokers.length === 1) return;
    } catch (error) {
      if (broker.hasEnded() || Date.now() > deadline) {
        throw new Error(`the Kafka broker did not start; it printed: ${broker.output().slice(-2000)}`, {
          cause: error,
        });
      }
    } finally {
      await admin.disconnect();
    }
    await sleep(200);
  }
}

function properties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
