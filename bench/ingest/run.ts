// Measures how many records `headwater land` lands for each CPU-second of its process, beside Kafka Connect, Spark,
// librdkafka and kafkajs reading the same topic from the same broker, and prints Markdown. See
// docs/benchmarks/ingest.md. Needs Java, Maven, Go and Python 3.
//
//   npx node bench/ingest/run.ts                        everything, a million records; takes about half an hour
//   npx node bench/ingest/run.ts --records 100000       smaller
//   npx node bench/ingest/run.ts --only headwater       only contestants whose name contains the word
//   npx node bench/ingest/run.ts --write                writes what it prints into docs/benchmarks/ingest.md, too
//   npx node bench/ingest/run.ts --no-limits            without memory at 300 partitions and two workers
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { startKafkaBroker } from "../../e2e/rig/kafka-broker.ts";
import { root } from "../../e2e/rig/headwater.ts";
import type { Contestant } from "./contestant.ts";
import { headwater, kafkaConnect, kafkajs, librdkafka, spark } from "./contestants.ts";
import { fillTopic, payloadBytes } from "./fill-topic.ts";
import type { Cost } from "./measure.ts";
import { measureMemory, measureScaling } from "./own-limits.ts";
import { describeMachine, writeReport } from "./report.ts";
import { defaultCache, installPeers } from "./peers.ts";
import { runOnce, type FilledTopic, type Rig } from "./rig.ts";
import { markdownTable, type Result } from "./table.ts";

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    repeats: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    cache: { type: "string", default: process.env["HEADWATER_BENCH_CACHE"] ?? defaultCache },
    limits: { type: "boolean", default: true },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
  allowNegative: true,
});
if (values.help) {
  console.log(
    "node bench/ingest/run.ts [--records N] [--repeats N] [--only WORD] [--write] [--no-limits] [--cache DIR]",
  );
  process.exit(0);
}
const records = Number(values.records);
const repeats = Number(values.repeats);
const say = (message: string): void => void process.stderr.write(`${message}\n`);

const peers = installPeers(values.cache, say);
const { version } = JSON.parse(
  readFileSync(join(root, "node_modules", "kafkajs", "package.json"), "utf8"),
) as { readonly version: string };
const upload = "lines with key, time and offset, compressed, uploaded to GCS' emulator";
const all: readonly Contestant[] = [
  headwater("validated, gzip", `payloads checked against their contract; ${upload}`, []),
  headwater("validated, zstd", "the same with zstd", ["--compression", "zstd"]),
  kafkaConnect(peers),
  spark("raw", "usual", peers),
  spark("raw", "fastest", peers),
  spark("checked", "fastest", peers),
  librdkafka(peers),
  kafkajs(version),
];
const contestants = all.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));

const work = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const broker = await startKafkaBroker();
try {
  const rig: Rig = { brokers: broker.address, work };
  const fill = async (topic: string, partitions: number, count: number): Promise<FilledTopic> => {
    say(`${count} records into ${partitions} partitions`);
    await fillTopic(broker.client, topic, partitions, count);
    return { topic, partitions, records: count };
  };
  const full = await fill("shop_events", 3, records);
  const empty = await fill("no_events", 3, 0);
  const results = await measureAll(rig, full, empty);
  const [connect, raw] = ["Kafka Connect", "Spark Structured Streaming, raw, usual"].map((name) =>
    results.find(({ contestant }) => contestant.name.startsWith(name)),
  );
  const others = [connect, raw].filter((result) => result !== undefined);
  const sections = [describeMachine(records, payloadBytes, repeats), markdownTable(results, others)];
  if (values.limits) {
    const many = await fill("many_partitions", 300, records);
    sections.push(await measureMemory(rig, full, many, say));
    // Below that, starting takes longer than landing.
    if (records >= 500_000) sections.push(await measureScaling(rig, full, empty, say));
  }
  console.log(sections.join("\n\n"));
  if (values.write) writeReport(sections.join("\n\n"));
} finally {
  await broker.stop();
  rmSync(work, { recursive: true, force: true });
}

/** Each contestant in turn, and that several times, so that a busy minute does not fall on one of them. */
async function measureAll(rig: Rig, full: FilledTopic, empty: FilledTopic): Promise<readonly Result[]> {
  const costs = new Map<Contestant, { readonly full: Cost[]; readonly empty: Cost[] }>(
    contestants.map((contestant) => [contestant, { full: [], empty: [] }]),
  );
  for (let round = 1; round <= repeats; round += 1) {
    for (const [contestant, found] of costs) {
      try {
        const started = await runOnce(rig, empty, contestant);
        const worked = await runOnce(rig, full, contestant);
        found.empty.push(started);
        found.full.push(worked);
        say(
          `${round}/${repeats} ${contestant.name}: ${worked.cpuSeconds.toFixed(1)} CPU-s ` +
            `in ${worked.wallSeconds.toFixed(1)} s, ${started.cpuSeconds.toFixed(1)} CPU-s when empty`,
        );
      } catch (error) {
        // The others are still worth knowing; the table must not look whole, so it ends with 1.
        say(`${contestant.name} has failed and is left out: ${String(error)}`);
        costs.delete(contestant);
        process.exitCode = 1;
      }
    }
  }
  return [...costs].map(([contestant, { full: costsOfFull, empty: costsOfEmpty }]) => ({
    contestant,
    records: full.records,
    full: costsOfFull,
    empty: costsOfEmpty,
  }));
}
