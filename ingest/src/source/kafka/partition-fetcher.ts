import { setTimeout as sleep } from "node:timers/promises";

import { IngestError } from "../../errors.ts";
import type { ReadLimits, ReadPosition, SourceBatch } from "../source.ts";
import type { FetchedPartition, FetchLimits } from "./fetch-protocol.ts";
import { resolveReadable } from "./resolve-readable.ts";
import { isPassing, patienceMs, retryDelayMs, type TopicReader } from "./topic-reader.ts";

// What a fetch brings lives until its lines are packed: little at a time stays in the processor's cache, and spares the
// garbage collector. Larger fetches were not faster.
const longestFetch: FetchLimits = {
  maxWaitMs: 500,
  maxBytes: 2 * 1024 * 1024,
  maxBytesPerPartition: 256 * 1024,
};

// Kafka's numbers of what can go wrong with a partition, see org.apache.kafka.common.protocol.Errors.
const outOfRange = 1;
/** A new leader, or none yet: asking for the leaders again puts it right. */
const leadershipErrors: ReadonlySet<number> = new Set([3, 5, 6, 9, 13, 56, 74, 75, 78]);

/** How a request to one broker ended. */
type Outcome = { readonly nodeId: number } & (
  | { readonly batches: readonly SourceBatch[] }
  | { readonly error: unknown }
);

/** Fetches from the leaders of a topic's partitions: from each broker one request at a time. */
export class PartitionFetcher {
  readonly #topic: TopicReader;
  readonly #description: string;
  /** One at most for each broker, in the order in which they were sent. */
  readonly #requests = new Map<number, Promise<Outcome>>();
  /** The ends of committed records, as the brokers' last answers have them. */
  readonly latestEnds = new Map<number, number>();
  #rotation = 0;
  #failingSinceMs: number | undefined;

  constructor(topic: TopicReader, description: string) {
    this.#topic = topic;
    this.#description = description;
  }

  /** What the first broker to answer has. The other requests go on, and a later call gives what they bring. */
  async fetch(wanted: readonly ReadPosition[], limits?: ReadLimits): Promise<readonly SourceBatch[]> {
    const byLeader = this.#byLeader(wanted);
    // All brokers may answer at the same time.
    const maxBytes = Math.floor((limits?.maxBytes ?? longestFetch.maxBytes) / Math.max(1, byLeader.size));
    for (const [nodeId, positions] of byLeader) {
      if (!this.#requests.has(nodeId))
        this.#requests.set(nodeId, this.#attempt(nodeId, positions, withinBytes(maxBytes)));
    }
    if (this.#requests.size === 0) {
      await sleep(longestFetch.maxWaitMs);
      if (wanted.length > 0) await this.#refresh("no partition has a leader");
      return [];
    }
    const outcome = await Promise.race(this.#requests.values());
    this.#requests.delete(outcome.nodeId);
    if ("error" in outcome) throw outcome.error;
    return outcome.batches;
  }

  /** Waits for the requests that are underway. */
  async close(): Promise<void> {
    await Promise.all(this.#requests.values());
  }

  #byLeader(wanted: readonly ReadPosition[]): ReadonlyMap<number, readonly ReadPosition[]> {
    // A broker fills its answer in the order of the request, so every partition must come first at times.
    const shift = wanted.length === 0 ? 0 : this.#rotation++ % wanted.length;
    const byLeader = new Map<number, ReadPosition[]>();
    for (const position of [...wanted.slice(shift), ...wanted.slice(0, shift)]) {
      const nodeId = this.#topic.leaderOf(position.partition);
      if (nodeId === undefined) continue;
      const positions = byLeader.get(nodeId);
      if (positions) positions.push(position);
      else byLeader.set(nodeId, [position]);
    }
    return byLeader;
  }

  /** Never rejects: nobody may be waiting when it ends. */
  async #attempt(nodeId: number, positions: readonly ReadPosition[], limits: FetchLimits): Promise<Outcome> {
    try {
      return { nodeId, batches: await this.#fetchFrom(nodeId, positions, limits) };
    } catch (error) {
      return { nodeId, error };
    }
  }

  async #fetchFrom(
    nodeId: number,
    positions: readonly ReadPosition[],
    limits: FetchLimits,
  ): Promise<readonly SourceBatch[]> {
    let found: readonly FetchedPartition[];
    try {
      found = await this.#topic.fetch(nodeId, positions, limits);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await this.#refresh(error.message);
      return [];
    }
    const isAllEmpty = found.every(({ records }) => records.length === 0);
    const batches: SourceBatch[] = [];
    let problem: string | undefined;
    for (const answer of found) {
      const index = positions.findIndex(({ partition }) => partition === answer.partition);
      const asked = positions[index];
      if (!asked) continue;
      const { partition, errorCode } = answer;
      if (leadershipErrors.has(errorCode)) {
        problem = `partition ${partition} answers with Kafka's error ${errorCode}`;
        continue;
      }
      // The first partition of a request is sent one batch at least; the others may fall victim to the size limits.
      const batch = await this.#resolve(answer, asked.position, isAllEmpty || index === 0);
      if (batch && (batch.next > asked.position || batch.failure)) batches.push(batch);
    }
    if (problem !== undefined) await this.#refresh(problem);
    return batches;
  }

  async #resolve(
    answer: FetchedPartition,
    position: number,
    isUnlimited: boolean,
  ): Promise<SourceBatch | undefined> {
    const { partition, errorCode, records, aborted, lastStableOffset } = answer;
    if (errorCode === outOfRange) return await this.#outOfRange(partition, position);
    if (errorCode !== 0) throw this.#refused(partition, errorCode);
    this.#failingSinceMs = undefined;
    this.latestEnds.set(partition, lastStableOffset);
    if (records.length === 0) {
      // Compaction has taken everything up to the end.
      return isUnlimited ? gapBatch(partition, position, lastStableOffset, "compacted") : undefined;
    }
    return resolveReadable(partition, position, records, aborted, this.#place(partition));
  }

  /** The log does not have the position: it begins above it by now, or it ends below it, which must not be. */
  async #outOfRange(partition: number, position: number): Promise<SourceBatch | undefined> {
    const start = (await this.#topic.startOffsets([partition])).get(partition) ?? 0;
    if (start > position) return gapBatch(partition, position, start, "expired");
    const end = (await this.#topic.stableEnds([partition])).get(partition) ?? 0;
    if (end >= position) return undefined;
    const failure = new IngestError(
      "INGEST_STREAM_RECREATED",
      `${this.#place(partition)}, ends at offset ${end}, but is landed up to offset ${position}.`,
      "If the topic was created anew, raise `epoch` in the feed's feed.yml. If it was not, the broker has lost records: see its log.",
    );
    return { partition, from: position, next: position, records: [], gaps: [], failure };
  }

  #refused(partition: number, errorCode: number): IngestError {
    return new IngestError(
      "INGEST_SOURCE_UNREADABLE",
      `${this.#place(partition)}, cannot be read: the broker answers with Kafka's error ${errorCode}.`,
      "Look the number up in Kafka's protocol guide; 29 means that this client may not read the topic.",
    );
  }

  #place(partition: number): string {
    return `${this.#description}, partition ${partition}`;
  }

  /** Asks for the leaders again, after a moment; gives up when that has not helped for too long. */
  async #refresh(problem: string): Promise<void> {
    const nowMs = Date.now();
    this.#failingSinceMs ??= nowMs;
    if (nowMs - this.#failingSinceMs > patienceMs) {
      throw new IngestError(
        "INGEST_SOURCE_UNREADABLE",
        `${this.#description} has not been readable for ${patienceMs / 1000} seconds: ${problem}.`,
        "Check the brokers. What was landed before is safe; run it again to go on.",
      );
    }
    await sleep(retryDelayMs);
    try {
      await this.#topic.refresh();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }
}

function gapBatch(
  partition: number,
  from: number,
  next: number,
  reason: "compacted" | "expired",
): SourceBatch | undefined {
  if (next <= from) return undefined;
  return { partition, from, next, records: [], gaps: [{ from, to: next - 1, reason }] };
}

function withinBytes(maxBytes: number): FetchLimits {
  return {
    maxWaitMs: longestFetch.maxWaitMs,
    maxBytes: Math.min(longestFetch.maxBytes, maxBytes),
    maxBytesPerPartition: Math.min(longestFetch.maxBytesPerPartition, maxBytes),
  };
}
