import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { root } from "../../e2e/rig/headwater.ts";
import { writeContract } from "./contract.ts";
import type { Contestant, Run } from "./contestant.ts";
import { payloadBytes } from "./fill-topic.ts";
import { confluentVersion, kafkaVersion, sparkVersion, type InstalledPeers } from "./peers.ts";

const peerScript = (name: string): string => join(import.meta.dirname, "peers", name);

/** The command of `headwater land` for a run. `group` lets two workers share one. */
export function headwaterCommand(run: Run, options: readonly string[], group = run.id): readonly string[] {
  const contracts = writeContract(join(run.folder, "contracts"), run.topic, run.partitions);
  const script = ["--disable-warning=TimeoutNegativeWarning", join(root, "cli", "src", "headwater.ts")];
  const source = ["--brokers", run.brokers, "--group", group, "--contracts", contracts, "--once", "--json"];
  const store = ["--store", `gs://bench/${group}`, "--gcs-endpoint", run.gcsEndpoint];
  return [process.execPath, ...script, "land", run.topic, ...source, ...store, ...options];
}

/** The records that a run of `headwater land --json` has landed and found to keep the contract. */
export function countLanded(output: string): number {
  const json = output.slice(output.indexOf("["), output.lastIndexOf("]") + 1);
  // What `headwater land --json` prints.
  const [report] = JSON.parse(json) as readonly { readonly records: number; readonly violating: number }[];
  return report ? report.records - report.violating : 0;
}

export function headwater(name: string, did: string, options: readonly string[]): Contestant {
  return {
    name: `Headwater, ${name}`,
    did,
    version: `Node ${process.version}`,
    attempt: (run) => ({ command: headwaterCommand(run, options), countRecords: countLanded }),
  };
}

/** Those of Kafka's own start script. */
const jvmOptions = [
  "-Xms256m",
  "-Xmx2g",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
];

/** Standalone, with larger fetches than by default, which help it. */
export function kafkaConnect({ connect }: InstalledPeers): Contestant {
  return {
    name: "Kafka Connect FileStreamSink",
    did: "payloads to one local file; no checks, no compression, no upload",
    version: kafkaVersion,
    attempt: (run) => {
      const sink = join(run.folder, "sink.txt");
      const worker = {
        "bootstrap.servers": run.brokers,
        "key.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        "offset.storage.file.filename": join(run.folder, "offsets"),
        listeners: "http://127.0.0.1:0",
        "plugin.discovery": "only_scan",
        "consumer.max.poll.records": "20000",
        "consumer.max.partition.fetch.bytes": String(8 * 1024 ** 2),
      };
      const connector = {
        name: run.id,
        "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "tasks.max": "1",
        topics: run.topic,
        file: sink,
      };
      const logging = {
        "rootLogger.level": "info",
        "appender.console.type": "Console",
        "appender.console.name": "console",
        "rootLogger.appenderRef.console.ref": "console",
      };
      const write = (name: string, settings: Readonly<Record<string, string>>): string => {
        const file = join(run.folder, name);
        const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
        writeFileSync(file, lines.join(""));
        return file;
      };
      const expectedBytes = run.records * (payloadBytes + 1);
      const hasPartitions = (): boolean =>
        readFileSync(join(run.folder, "output.txt"), "utf8").includes("Adding newly assigned partitions");
      const isComplete = (): boolean =>
        (statSync(sink, { throwIfNoEntry: false })?.size ?? 0) >= expectedBytes;
      return {
        command: [
          "java",
          ...jvmOptions,
          `-Dlog4j2.configurationFile=${write("log4j2.properties", logging)}`,
          "-cp",
          join(connect, "*"),
          "org.apache.kafka.connect.cli.ConnectStandalone",
          write("worker.properties", worker),
          write("connector.properties", connector),
        ],
        isDone: run.records === 0 ? hasPartitions : isComplete,
        countRecords: () => (statSync(sink, { throwIfNoEntry: false })?.size ?? 0) / (payloadBytes + 1),
      };
    },
  };
}

/** Checked or not, and with gzip's level as Spark has it by itself or the fastest one, which Headwater uses. */
export function spark(
  mode: "raw" | "checked",
  level: "usual" | "fastest",
  { pyspark, sparkKafka }: InstalledPeers,
): Contestant {
  const hadoopLevel = level === "usual" ? "DEFAULT_COMPRESSION" : "BEST_SPEED";
  return {
    name: `Spark Structured Streaming, ${mode}, ${level} gzip`,
    did: `payloads${mode === "raw" ? "" : " parsed, checked as the contract says,"} to gzip in a local folder`,
    version: sparkVersion,
    attempt: (run) => {
      const out = join(run.folder, "landed");
      const script = [
        peerScript("spark_landing.py"),
        mode,
        hadoopLevel,
        run.brokers,
        run.topic,
        out,
        sparkKafka,
      ];
      return {
        command: [join(pyspark, "bin", "python"), ...script],
        countRecords: () =>
          readdirSync(out)
            .filter((name) => name.endsWith(".gz"))
            .reduce((sum, name) => sum + countLines(gunzipSync(readFileSync(join(out, name)))), 0),
      };
    },
  };
}

export function librdkafka({ librdkafka }: InstalledPeers): Contestant {
  return {
    name: "librdkafka",
    did: "reads only, from Python in batches of 10,000",
    version: confluentVersion,
    attempt: (run) => ({
      command: [
        join(librdkafka, "bin", "python"),
        peerScript("consume_librdkafka.py"),
        run.brokers,
        run.topic,
        run.id,
        String(run.records),
      ],
      countRecords: countPrinted,
    }),
  };
}

export function kafkajs(version: string): Contestant {
  return {
    name: "kafkajs",
    did: "reads only",
    version,
    attempt: (run) => ({
      command: [
        process.execPath,
        "--disable-warning=TimeoutNegativeWarning",
        join(import.meta.dirname, "consume-kafkajs.ts"),
        run.brokers,
        run.topic,
        run.id,
        String(run.records),
      ],
      countRecords: countPrinted,
    }),
  };
}

function countPrinted(output: string): number {
  return Number(/records=(\d+)/.exec(output)?.[1] ?? "0");
}

function countLines(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) lines += 1;
  return lines;
}
