/**
 * What each stage of landing costs by itself, in CPU-microseconds per record, all threads counted, without a broker and
 * a store: `node bench/ingest/stages.ts [rounds]`. Each figure is the least of some rounds.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";

import { compileLander } from "../../ingest/src/landing/compile-lander.ts";
import { compress } from "../../ingest/src/landing/compression.ts";
import { writeEnvelope } from "../../ingest/src/landing/envelope.ts";
import { LineChunks } from "../../ingest/src/landing/line-chunks.ts";
import { PartitionLanding } from "../../ingest/src/landing/partition-landing.ts";
import { compileJudge, defaultMaxRecordBytes } from "../../ingest/src/landing/prepare-payload.ts";
import { readRecordBatches } from "../../ingest/src/source/kafka/record-batch.ts";
import { resolveFetch } from "../../ingest/src/source/kafka/resolve-fetch.ts";
import { crc32c } from "../../ingest/src/store/crc32c.ts";
import { buildBatch } from "../../ingest/src/testing/build-batch.ts";
import { writeContract } from "./contract.ts";
import { payload } from "./fill-topic.ts";

const recordCount = 40_000;
const recordsPerBatch = 500;
const rounds = Number(process.argv[2] ?? "7");
const partition = { feed: "shop", topic: "shop", epoch: 1, partition: 0 };
const limits = { maxBytes: Infinity, maxRecords: Infinity, maxAgeMs: Infinity };

const feed = await readFeed();
const fetches = await buildFetches();
const batches = fetches.flatMap(readRecordBatches);
const { records } = resolveFetch(0, 0, batches, []);
const values = records.map(({ value }) => value);
const judge = compileJudge(feed, defaultMaxRecordBytes);
const judgeThoroughly = compileJudge(feed, defaultMaxRecordBytes, {
  accepts: () => false,
  learn: () => undefined,
});
const land = compileLander(feed, defaultMaxRecordBytes);

await show("check the batches' checksums", () => fetches.flatMap(readRecordBatches));
await show("unpack the records", () => resolveFetch(0, 0, batches, []));
await show("judge the payloads", () => values.map(judge));
await show("(the same, without the acceptor)", () => values.map(judgeThoroughly));
await show("write the envelopes", writeEnvelopes);
await show("all of this, in a partition", landEverything);
const content = landEverything();
const parts = content.lines.parts();
await show("compress by gzip", async () => await compress(parts, "gzip"));
await show("compress by zstd", async () => await compress(parts, "zstd"));
const body = await compress(parts, "gzip");
await show("checksum of the body", () => crc32c(body));

async function show(stage: string, run: () => unknown): Promise<void> {
  let leastMicros = Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    leastMicros = Math.min(leastMicros, user + system);
  }
  console.log(`${stage.padEnd(34)}${(leastMicros / recordCount).toFixed(2).padStart(6)} µs`);
}

function writeEnvelopes(): void {
  const lines = new LineChunks();
  for (const record of records) writeEnvelope(lines, record, { value: record.value, errors: [] });
  lines.release();
}

function landEverything(): NonNullable<ReturnType<PartitionLanding["nextSegment"]>> {
  const landing = new PartitionLanding(
    partition,
    { position: 0, lastRecord: undefined, topicId: undefined },
    limits,
  );
  for (const fetched of fetches) {
    landing.accept(resolveFetch(0, landing.expected, readRecordBatches(fetched), []), land, 0);
  }
  landing.seal();
  const segment = landing.nextSegment();
  if (!segment) throw new TypeError("nothing was landed");
  return segment;
}

/** What a broker answers, one batch at a time. */
async function buildFetches(): Promise<readonly Buffer[]> {
  const starts = Array.from({ length: recordCount / recordsPerBatch }, (_, index) => index * recordsPerBatch);
  return await Promise.all(
    starts.map(async (from) => {
      const offsets = Array.from({ length: recordsPerBatch }, (_, index) => from + index);
      const built = offsets.map((offset) => ({
        offset,
        timestampMs: offset,
        key: Buffer.from(`key-${offset}`),
        value: Buffer.from(payload(offset)),
      }));
      return await buildBatch({ from, to: from + recordsPerBatch - 1, records: built });
    }),
  );
}

async function readFeed(): Promise<StreamFeed> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-stages-"));
  try {
    const found = findFeed(await loadFeeds(writeContract(folder, "shop", 1)), "shop");
    if (found.kind === "stream") return found;
    throw new TypeError("the feed of the benchmark is a stream");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
