import type { DuckDBConnection } from "@duckdb/node-api";
import type { StreamFeed } from "@headwater/contracts";

import { readAhead } from "../load/read-ahead.ts";
import type { ListedObject, ObjectStore } from "../store/object-store.ts";
import { accountSegment, type SegmentAccount } from "./account-segment.ts";
import { sumCounts, type Finding, type PartitionAccount, type StreamAudit } from "./audit-report.ts";
import { checkChain } from "./check-chain.ts";
import { claimedOffsets, compareTopic, joinClaims, type ClaimedOffsets } from "./compare-topic.ts";
import { compareBronze } from "./compare-bronze.ts";
import { compareSilver } from "./compare-silver.ts";
import type { LiveTopic, OpenLiveTopic } from "./live-topic.ts";
import { countBronzeRows, readBronze, type BronzeContent } from "./read-bronze.ts";
import { readSegmentClaims, type SegmentClaims } from "./read-segment-claims.ts";

export interface StreamAuditInput {
  readonly feed: StreamFeed;
  readonly store: ObjectStore;
  /** Undefined to end before Bronze. */
  readonly connection: DuckDBConnection | undefined;
  /** False to end before Silver. */
  readonly withSilver: boolean;
  /** Without it nothing counts as in flight: the chain is taken to reach the topic's end. */
  readonly openTopic?: OpenLiveTopic;
  readonly onObject?: (name: string) => void;
}

interface PartitionPlace {
  readonly topic: string;
  readonly epoch: number;
  readonly partition: number;
}

interface AuditedSegment {
  readonly claims: SegmentClaims;
  readonly claimed: ClaimedOffsets;
  readonly account: SegmentAccount;
}

const readLimits = { count: 4, weight: 32 * 1024 * 1024 };
const segmentName = /^[^/]+\/([^/]+)\/(\d+)\/(\d+)\/\d{20}\.ndjson\.(?:gz|zst)$/;

/** Accounts for every offset of a stream, from its segments through Bronze to Silver. */
export async function auditStream(
  input: StreamAuditInput,
): Promise<{ readonly audit: StreamAudit; readonly findings: readonly Finding[] }> {
  // The topic comes first, so that its ends are frozen: what arrives during the audit is not judged.
  const topic = await input.openTopic?.(input.feed);
  try {
    return await auditWith(input, topic);
  } finally {
    await topic?.close();
  }
}

async function auditWith(
  input: StreamAuditInput,
  topic: LiveTopic | undefined,
): Promise<{ readonly audit: StreamAudit; readonly findings: readonly Finding[] }> {
  const { feed, store, connection, withSilver } = input;
  const listed = await listSegments(store, feed);
  const segments = await readSegments(input, listed);
  const recreated = topic === undefined ? undefined : findRecreated(feed, topic, listed);
  const present = recreated === undefined ? topic : undefined;
  const ends = present?.ends ?? new Map<number, number>();
  const bronze = connection && (await readBronze(connection, feed.name, "_offset"));
  const silver = connection && withSilver ? await compareSilver(connection, feed.name) : undefined;
  const places = [...segments.keys()];
  for (const partition of ends.keys()) {
    const place = formatPlace({ topic: feed.topic, epoch: feed.epoch, partition });
    if (!segments.has(place)) places.push(place);
  }
  const partitions: PartitionResult[] = [];
  for (const place of places) {
    partitions.push(await accountPartition(feed, place, segments.get(place) ?? [], bronze, present));
  }
  const stored = [...segments.values()].flat().map(({ claims }) => claims);
  return {
    audit: {
      feed: feed.name,
      partitions: partitions.map(({ account }) => account),
      counts: sumCounts(partitions.map(({ account }) => account.counts)),
      bronzeRows: bronze && countBronzeRows([...bronze.runs.keys()], bronze),
      silver: silver?.account,
    },
    findings: [
      ...(recreated === undefined ? [] : [recreated]),
      ...partitions.flatMap(({ findings }) => findings),
      ...(bronze ? compareBronze(feed.name, stored, bronze, "offsets") : []),
      ...(silver?.findings ?? []),
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
      audited.push({
        claims: { ...claims, claims: [] },
        claimed: claimedOffsets(claims.claims),
        account,
      });
    }
    byPlace.set(place, audited);
  }
  return byPlace;
}

interface PartitionResult {
  readonly account: PartitionAccount;
  readonly findings: readonly Finding[];
}

async function accountPartition(
  feed: StreamFeed,
  placeText: string,
  segments: readonly AuditedSegment[],
  bronze: BronzeContent | undefined,
  topic: LiveTopic | undefined,
): Promise<PartitionResult> {
  const place = parsePlace(placeText);
  const chain = checkChain(
    feed.name,
    placeText,
    segments.map(({ claims }) => claims),
  );
  const isPresent = place.topic === feed.topic && place.epoch === feed.epoch;
  const claimed = joinClaims(segments.map((segment) => segment.claimed));
  const live =
    isPresent && topic
      ? await judgeLive(feed, placeText, place.partition, chain.end, claimed, topic)
      : { end: chain.end, expired: 0, findings: [] };
  const counts = sumCounts(segments.map(({ account }) => account.counts));
  return {
    account: {
      ...place,
      segments: segments.length,
      offsets: Math.max(live.end, chain.end),
      counts: {
        ...counts,
        expired: counts.expired + live.expired,
        inFlight: Math.max(0, live.end - chain.end - live.expired),
      },
      unexplained: segments.reduce((sum, { account }) => sum + account.unexplained, chain.unexplained),
      bronzeRows:
        bronze &&
        countBronzeRows(
          segments.map(({ claims }) => claims.object),
          bronze,
        ),
    },
    findings: [...chain.findings, ...segments.flatMap(({ account }) => account.findings), ...live.findings],
  };
}

/** Compares a partition's chain with what the topic has, up to the end that was frozen. */
async function judgeLive(
  feed: StreamFeed,
  placeText: string,
  partition: number,
  chainEnd: number,
  claimed: ClaimedOffsets,
  topic: LiveTopic,
): Promise<{ readonly end: number; readonly expired: number; readonly findings: readonly Finding[] }> {
  const end = topic.ends.get(partition);
  const differs = (place: string, message: string): Finding => ({
    code: "topic-differs",
    feed: feed.name,
    place,
    message,
  });
  // A chain may have grown since the ends were frozen, but not beyond what the topic has now.
  const latest = chainEnd > (end ?? 0) ? ((await topic.latestEnds()).get(partition) ?? 0) : chainEnd;
  if (end === undefined || chainEnd > latest) {
    const found = end === undefined ? "has no such partition" : `ends at offset ${latest}`;
    return {
      end: chainEnd,
      expired: 0,
      findings: [differs(`${placeText} offsets ${latest}-${chainEnd - 1}`, `landed, and the topic ${found}`)],
    };
  }
  const content = await topic.readPartition(partition);
  const findings = compareTopic(feed.name, placeText, claimed, content, topic.isCompacted);
  const isExtra = partition >= feed.partitions;
  return {
    end,
    // Retention was faster than landing; the worker will say so, too.
    expired: Math.max(0, Math.min(content.start, end) - chainEnd),
    findings: isExtra
      ? [...findings, differs(placeText, `the feed has ${feed.partitions} partitions, the topic has more`)]
      : findings,
  };
}

/** Whether the segments of the present epoch are those of another topic of the same name. */
function findRecreated(
  feed: StreamFeed,
  { topicId }: LiveTopic,
  listed: ReadonlyMap<string, readonly ListedObject[]>,
): Finding | undefined {
  const ofEpoch = [...listed].filter(([place]) => place.startsWith(`${feed.topic}/${feed.epoch}/`));
  const landed = ofEpoch.flatMap(([, objects]) =>
    objects.flatMap(({ metadata }) => metadata["topicId"] ?? []),
  );
  const other = topicId === undefined ? undefined : landed.find((id) => id !== topicId);
  if (other === undefined) return undefined;
  return {
    code: "topic-recreated",
    feed: feed.name,
    place: `${feed.topic}/${feed.epoch}`,
    message: `the topic's id is ${topicId}, segments of this epoch are of the topic ${other}: raise \`epoch\` in feed.yml`,
  };
}

function formatPlace({ topic, epoch, partition }: PartitionPlace): string {
  return `${topic}/${epoch}/${partition}`;
}

function parsePlace(text: string): PartitionPlace {
  const [topic = "", epoch, partition] = text.split("/");
  return { topic, epoch: Number(epoch), partition: Number(partition) };
}
