import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { Option, type Command } from "commander";
import { IngestError } from "../errors.ts";
import { openEventFile, type EventFile } from "../produce/event-file.ts";
import { createLineTally, toFileEvents, writeLines, type LineTally } from "../produce/produced-lines.ts";
import { openLines } from "../produce/produced-source.ts";
import { createTokenBucket, type Clock } from "../produce/token-bucket.ts";
import type { ProducedLine } from "../simulate/disturb-events.ts";
import { kafkaSecuritySettings, readKafkaSecurity, type KafkaSecurityFlags } from "./kafka-settings.ts";
import { readBrokers, readCount, readMomentMs, readRate, readSeed, readShare } from "./option-values.ts";
import { describeKinds, describeProblems, streamOutput } from "./produce-output.ts";
import { createProgressLine, type ProgressLine } from "./progress-line.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

interface ProduceFlags extends KafkaSecurityFlags {
  readonly from?: string;
  readonly out?: string;
  readonly brokers?: readonly string[];
  readonly resume?: boolean;
  readonly rate?: number;
  readonly count?: number;
  readonly seed: number;
  readonly start: number;
  readonly late: number;
  readonly duplicate: number;
  readonly malformed: number;
  readonly truth?: string;
  readonly contracts: string;
}

/** What one run has at hand. */
interface Run {
  readonly feed: StreamFeed;
  readonly flags: ProduceFlags;
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
  /** Waits until so many events may go out. */
  readonly pace: (eventCount: number) => Promise<void>;
  readonly eventsAtOnce: number;
}

const stdoutName = "-";
const mostEventsAtOnce = 1000;

/** Adds `headwater produce`. */
export function registerProduce(program: Command): void {
  const command = program
    .command("produce")
    .description("write a feed's events to a file or to Kafka, made up or made from publishers' files")
    .argument("<feed>", "name of a stream feed, for example bank_transactions")
    .option(
      "--from <path>",
      "folder with publishers' files, a CSV file, or a file with one JSON event a line",
    )
    .option("--out <file>", "write the events to this file, one a line; - for the standard output")
    .option("--brokers <host:port,...>", "send the events to the feed's topic", readBrokers)
    .option("--resume", "with --brokers: send only what the topic lacks")
    .option("--rate <events>", "events per second (default: as fast as it goes)", readRate)
    .option("--count <events>", "how many (default: all of the files; made-up events never end)", readCount)
    .option("--seed <number>", "the same seed gives the same bytes", readSeed, 1)
    .addOption(
      new Option("--start <time>", "when made-up events begin")
        .argParser(readMomentMs)
        .default(Date.UTC(2024, 0), "2024-01-01"),
    )
    .option("--late <share>", "share of events that come later than the contract allows", readShare, 0)
    .option("--duplicate <share>", "share of lines that repeat an earlier one", readShare, 0)
    .option("--malformed <share>", "share of lines that are no JSON or break the contract", readShare, 0)
    .option("--truth <file>", "write down which lines are late, repeated, malformed or planted")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .action(async (name: string, flags: ProduceFlags) => await produce(name, flags));
  for (const option of kafkaSecuritySettings()) command.addOption(option);
}

async function produce(name: string, flags: ProduceFlags): Promise<void> {
  checkFlags(flags);
  const feed = findFeed(await loadFeeds(flags.contracts), name);
  if (feed.kind === "batch") {
    throw optionError(
      `"${feed.name}" is a batch feed; it has no events.`,
      `Land its files with: headwater batch land ${feed.name}`,
    );
  }
  const progress = createProgressLine(flags.out === stdoutName ? process.stderr : process.stdout);
  const stop = stopOnSignal((signal) => progress.finish(`${signal}: finishing what was begun, then leaving`));
  const eventsAtOnce = Math.min(mostEventsAtOnce, Math.max(1, Math.round((flags.rate ?? Infinity) / 10)));
  const bucket =
    flags.rate === undefined ? undefined : createTokenBucket(flags.rate, 2 * eventsAtOnce, systemClock);
  const pace = async (count: number): Promise<void> => await bucket?.take(count, stop.signal);
  const run: Run = { feed, flags, progress, signal: stop.signal, pace, eventsAtOnce };
  try {
    if (flags.brokers !== undefined && flags.from !== undefined && (await isEventFile(flags.from))) {
      await sendFile(run, flags.from);
    } else {
      await produceLines(run);
    }
  } finally {
    stop.dispose();
  }
}

function checkFlags(flags: ProduceFlags): void {
  if ((flags.out === undefined) === (flags.brokers === undefined)) {
    throw optionError(
      "headwater produce writes either to a file or to Kafka.",
      "Give one of --out FILE and --brokers HOST:PORT.",
    );
  }
  if (flags.late + flags.duplicate + flags.malformed >= 1) {
    throw optionError(
      "The shares of late, repeated and malformed lines leave no line that is as it should be.",
      "Give shares that are below 1 together.",
    );
  }
}

/** Makes lines, sends them where they are wanted, and says what they were. */
async function produceLines(run: Run): Promise<void> {
  const { feed, flags, progress, signal } = run;
  const { late, duplicate, malformed } = flags;
  const source = await openLines({
    feed,
    from: flags.from,
    seed: flags.seed,
    startMs: flags.start,
    shares: { late, duplicate, malformed },
    count: flags.count,
  });
  const truths = flags.truth === undefined ? undefined : await openEventFile(flags.truth);
  try {
    const tally = createLineTally(truths);
    const lines = tally.passing(source.lines, signal);
    const told =
      flags.out === undefined
        ? `${await sendLines(run, lines, tally)} events sent to topic ${feed.topic}`
        : `${await writeTo(flags.out, run, lines, tally)} events written to ${outputName(flags.out)}`;
    await tally.flush();
    await truths?.finish();
    progress.finish(`${feed.name}: ${told}${describeKinds(tally.counts())}`);
  } finally {
    await truths?.discard();
  }
  for (const line of describeProblems(source.problems)) console.error(line);
  if (source.problems.length > 0) process.exitCode = 1;
  // Events without end are stopped by hand; others did not come to theirs.
  if (signal.aborted && !source.isEndless) process.exitCode = 2;
}

async function writeTo(
  place: string,
  { feed, progress, pace, eventsAtOnce }: Run,
  lines: Iterable<ProducedLine>,
  tally: LineTally,
): Promise<number> {
  const output: EventFile = place === stdoutName ? streamOutput(process.stdout) : await openEventFile(place);
  try {
    const count = await writeLines({
      lines,
      output: {
        write: async (texts) => {
          await output.write(texts);
          await tally.flush();
        },
      },
      linesPerWrite: eventsAtOnce,
      pace,
      onProgress: (written) => progress.show(`${feed.name}: ${written} events written`),
    });
    await output.finish();
    return count;
  } finally {
    await output.discard();
  }
}

async function sendLines(run: Run, lines: Iterable<ProducedLine>, tally: LineTally): Promise<number> {
  const { feed, progress, pace, eventsAtOnce } = run;
  // Loaded only when needed: Kafka's client takes a while to load.
  const { sendToKafka } = await import("../produce/produce-to-kafka.ts");
  return await sendToKafka({
    feed,
    events: toFileEvents(lines, feed),
    origin: feed.name,
    eventsPerRequest: eventsAtOnce,
    pace: async (count) => {
      await tally.flush();
      await pace(count);
    },
    onProgress: (sent) => progress.show(`${feed.topic}: ${sent} events sent`),
    ...(await kafkaOptions(run)),
  });
}

/** Sends a file with one JSON event a line as it is. */
async function sendFile(run: Run, file: string): Promise<void> {
  const { feed, flags, progress, pace, eventsAtOnce } = run;
  if (
    flags.late + flags.duplicate + flags.malformed > 0 ||
    flags.count !== undefined ||
    flags.truth !== undefined
  ) {
    throw optionError(
      `The events of ${file} are sent as they are.`,
      "Leave --late, --duplicate, --malformed, --count and --truth out.",
    );
  }
  const { produceToKafka } = await import("../produce/produce-to-kafka.ts");
  const sentCount = await produceToKafka({
    feed,
    file,
    eventsPerRequest: eventsAtOnce,
    pace,
    onProgress: (sent) => progress.show(`${feed.topic}: ${sent} events sent`),
    ...(await kafkaOptions(run)),
  });
  progress.finish(`${feed.name}: ${sentCount} events sent to topic ${feed.topic}`);
}

async function kafkaOptions({ flags }: Run) {
  const security = await readKafkaSecurity(flags);
  return { brokers: flags.brokers ?? [], security, isResumed: flags.resume === true };
}

async function isEventFile(place: string): Promise<boolean> {
  const isFile = await stat(place).then(
    (entry) => entry.isFile(),
    () => false,
  );
  return isFile && !place.endsWith(".csv");
}

const systemClock: Clock = {
  nowMs: () => performance.now(),
  // An aborted sleep rejects; here it only ends early.
  sleep: async (durationMs, signal) => await sleep(durationMs, undefined, { signal }).catch(() => undefined),
};

function outputName(place: string): string {
  return place === stdoutName ? "the standard output" : place;
}

function optionError(message: string, hint: string): IngestError {
  return new IngestError("INGEST_OPTION_INVALID", message, hint);
}
