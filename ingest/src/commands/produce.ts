import { mkdtemp, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import type { Command } from "commander";
import { IngestError } from "../errors.ts";
import { convertFeed } from "../produce/convert-feed.ts";
import { writeEvents } from "../produce/write-events.ts";
import type { ConversionProblem } from "../simulate/stream-converter.ts";
import { kafkaSecuritySettings, readKafkaSecurity, type KafkaSecurityFlags } from "./kafka-settings.ts";
import { readBrokers } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";

interface ProduceFlags extends KafkaSecurityFlags {
  readonly from: string;
  readonly out?: string;
  readonly brokers?: readonly string[];
  readonly resume?: boolean;
  readonly contracts: string;
}

const shownProblems = 20;

/** Adds `headwater produce`. */
export function registerProduce(program: Command): void {
  const command = program
    .command("produce")
    .description("write a feed's events to a file or to Kafka")
    .argument("<feed>", "name of a stream feed, for example climate_records")
    .requiredOption("--from <path>", "folder with publishers' files, or a file with one JSON event a line")
    .option("--out <file>", "write the events to this file, one a line")
    .option("--brokers <host:port,...>", "send the events to the feed's topic", readBrokers)
    .option("--resume", "with --brokers: send only what the topic lacks")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .action(async (name: string, flags: ProduceFlags) => await produce(name, flags));
  for (const option of kafkaSecuritySettings()) command.addOption(option);
}

async function produce(name: string, flags: ProduceFlags): Promise<void> {
  if ((flags.out === undefined) === (flags.brokers === undefined)) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      "headwater produce writes either to a file or to Kafka.",
      "Give one of --out FILE and --brokers HOST:PORT.",
    );
  }
  const feed = findFeed(await loadFeeds(flags.contracts), name);
  if (feed.kind === "batch") {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `"${feed.name}" is a batch feed; it has no events.`,
      `Land its files with: headwater batch land ${feed.name}`,
    );
  }
  if (flags.out !== undefined) {
    const count = await convertTo(flags.out, feed, flags.from);
    console.log(`${feed.name}: ${count} events written to ${flags.out}`);
  } else {
    await sendTo(flags.brokers ?? [], feed, flags);
  }
}

/** Converts a folder of publishers' files to a file of events, and reports rows that could not be converted. */
async function convertTo(file: string, feed: StreamFeed, fromDir: string): Promise<number> {
  const { events, problems } = await convertFeed(feed.name, fromDir);
  await writeEvents(file, events);
  reportProblems(problems);
  return events.length;
}

async function sendTo(brokers: readonly string[], feed: StreamFeed, flags: ProduceFlags): Promise<void> {
  // Loaded only when needed: Kafka's client takes a while to load.
  const { produceToKafka } = await import("../produce/produce-to-kafka.ts");
  const security = await readKafkaSecurity(flags);
  const progress = createProgressLine(process.stdout);
  const send = async (file: string): Promise<void> => {
    const sentCount = await produceToKafka({
      feed,
      file,
      brokers,
      security,
      isResumed: flags.resume === true,
      onProgress: (count) => progress.show(`${feed.topic}: ${count} events sent`),
    });
    progress.finish(`${feed.name}: ${sentCount} events sent to topic ${feed.topic}`);
  };
  const isFile = await stat(flags.from).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (isFile) return await send(flags.from);
  const folder = await mkdtemp(path.join(os.tmpdir(), "headwater-produce-"));
  try {
    const file = path.join(folder, `${feed.name}.ndjson`);
    await convertTo(file, feed, flags.from);
    await send(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names the rows that became no event, and sets exit code 1: the others were written. */
function reportProblems(problems: readonly ConversionProblem[]): void {
  if (problems.length === 0) return;
  for (const { path: file, row, message } of problems.slice(0, shownProblems)) {
    console.error(`${file} row ${row}: ${message}`);
  }
  const hidden = problems.length - shownProblems;
  console.error(
    `${problems.length} rows became no event${hidden > 0 ? `; ${hidden} of them are not shown` : ""}.`,
  );
  process.exitCode = 1;
}
