import type { DuckDBConnection } from "@duckdb/node-api";
import type { StreamFeed } from "@headwater/contracts";

import { readAhead } from "../load/read-ahead.ts";
import type { ListedObject, ObjectStore } from "../store/object-store.ts";
import { accountSegment, type SegmentAccount } from "./account-segment.ts";
import { sumCounts, type Finding, type PartitionAccount, type StreamAudit } from "./audit-report.ts";
import { checkChain } from "./check-chain.ts";
import { compareBronze } from "./compare-bronze.ts";
import { compareSilver } from "./compare-silver.ts";
import { countOffsets } from "./offset-ranges.ts";
import { readBronze, type BronzeContent } from "./read-bronze.ts";
import { readSegmentClaims, type SegmentClaims } from "./read-segment-claims.ts";

/** The end (last offset + 1) of each partition of a feed's topic, frozen when it is asked for. */
export type ReadTopicEnds = (feed: StreamFeed) => Promise<ReadonlyMap<number, number>>;

export interface StreamAuditInput {
  readonly feed: StreamFeed;
  readonly store: ObjectStore;
  readonly connection: DuckDBConnection;
  /** Without it nothing counts as in flight: the chain is taken to reach the topic's end. */
  readonly readEnds?: ReadTopicEnds;
  readonly onObject?: (name: string) => void;
}

interface PartitionPlace {
  readonly topic: string;
  readonly epoch: number;
  readonly partition: number;
}

interface AuditedSegment {
  readonly claims: SegmentClaims;
  readonly account: SegmentAccount;
}

const readLimits = { count: 4, weight: 32 * 1024 * 1024 };
const segmentName = /^[^/]+\/([^/]+)\/(\d+)\/(\d+)\/\d{20}\.ndjson\.(?:gz|zst)$/;

/** Accounts for every offset of a stream, from its segments through Bronze to Silver. */
export async function auditStream(
  input: StreamAuditInput,
): Promise<{ readonly audit: StreamAudit; readonly findings: readonly Finding[] }> {
  const { feed, store, connection } = input;
  // The ends come first: what arrives during the audit is not judged.
  const ends = (await input.readEnds?.(feed)) ?? new Map<number, number>();
  const segments = await readSegments(input, await listSegments(store, feed));
  const bronze = await readBronze(connection, feed.name, "_offset");
  const silver = await compareSilver(connection, feed.name);
  const places = [...segments.keys()];
  for (const partition of ends.keys()) {
    const place = formatPlace({ topic: feed.topic, epoch: feed.epoch, partition });
    if (!segments.has(place)) places.push(place);
  }
  const partitions = places.map((place) =>
    accountPartition(feed, place, segments.get(place) ?? [], bronze, ends),
  );
  const stored = [...segments.values()].flat().map(({ claims }) => claims);
  return {
    audit: {
      feed: feed.name,
      partitions: partitions.map(({ account }) => account),
      counts: sumCounts(partitions.map(({ account }) => account.counts)),
      bronzeRows: countRows([...bronze.runs.keys()], bronze),
      silver: silver.account,
    },
    findings: [
      ...partitions.flatMap(({ findings }) => findings),
      ...compareBronze(feed.name, stored, bronze, "offsets"),
      ...silver.findings,
    ],
  };
}

/** The feed's segments in order of position, by partition. */
async function listSegments(
  store: ObjectStore,
  feed: StreamFeed,
): Promise<ReadonlyMap<string, readonly ListedObject[]>> {
  const byPlace = new Map<string, ListedObject[]>();
  for await (const object of store.list(`${feed.name}/`)) {
    const [, topic, epoch, partition] = segmentName.exec(object.name) ?? [];
    if (topic === undefined) continue;
    const place = `${topic}/${epoch}/${partition}`;
    const known = byPlace.get(place);
    if (known) known.push(object);
    else byPlace.set(place, [object]);
  }
  return byPlace;
}

async function readSegments(
  { feed, store, onObject }: StreamAuditInput,
  listed: ReadonlyMap<string, readonly ListedObject[]>,
): Promise<ReadonlyMap<string, readonly AuditedSegment[]>> {
  const byPlace = new Map<string, readonly AuditedSegment[]>();
  for (const [place, objects] of listed) {
    const audited: AuditedSegment[] = [];
    const read = async (object: ListedObject): Promise<SegmentClaims> =>
      await readSegmentClaims(store, object);
    const weigh = ({ metadata }: ListedObject): number => Number(metadata["rawSizeBytes"]) || 0;
    for await (const claims of readAhead(objects, read, weigh, readLimits)) {
      onObject?.(claims.object);
      const account = accountSegment(feed.name, claims);
      // Only the sums are kept: the claims of all segments would not fit into memory.
      audited.push({ claims: { ...claims, claims: [] }, account });
    }
    byPlace.set(place, audited);
  }
  return byPlace;
}

function accountPartition(
  feed: StreamFeed,
  placeText: string,
  segments: readonly AuditedSegment[],
  bronze: BronzeContent,
  ends: ReadonlyMap<number, number>,
): { readonly account: PartitionAccount; readonly findings: readonly Finding[] } {
  const place = parsePlace(placeText);
  const chain = checkChain(
    feed.name,
    placeText,
    segments.map(({ claims }) => claims),
  );
  const isPresent = place.topic === feed.topic && place.epoch === feed.epoch;
  const end = (isPresent ? ends.get(place.partition) : undefined) ?? chain.end;
  const counts = sumCounts(segments.map(({ account }) => account.counts));
  return {
    account: {
      ...place,
      segments: segments.length,
      offsets: Math.max(end, chain.end),
      counts: { ...counts, inFlight: Math.max(0, end - chain.end) },
      unexplained: segments.reduce((sum, { account }) => sum + account.unexplained, chain.unexplained),
      bronzeRows: countRows(
        segments.map(({ claims }) => claims.object),
        bronze,
      ),
    },
    findings: [...chain.findings, ...segments.flatMap(({ account }) => account.findings)],
  };
}

function countRows(objects: readonly string[], { runs }: BronzeContent): number {
  return objects
    .flatMap((object) => runs.get(object) ?? [])
    .reduce((sum, run) => sum + countOffsets([run]) * run.copies, 0);
}

function formatPlace({ topic, epoch, partition }: PartitionPlace): string {
  return `${topic}/${epoch}/${partition}`;
}

function parsePlace(text: string): PartitionPlace {
  const [topic = "", epoch, partition] = text.split("/");
  return { topic, epoch: Number(epoch), partition: Number(partition) };
}
