import { createHash } from "node:crypto";

import { withoutSpaces } from "./reader/json-bytes.ts";
import type { LandedRecord, LandedSegment, Landing } from "./reader/read-landing.ts";
import type { SentRecord, TopicTruth } from "./topic-truth.ts";

/** A record as an ordinary Kafka consumer read it. */
export interface ConsumedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** What the broker has of a partition: offsets from `start` to `end`, the end excluded. */
export interface LogRange {
  readonly start: number;
  readonly end: number;
}

export interface TopicEvidence {
  readonly truth: TopicTruth;
  /** By partition, when everything was over. */
  readonly log: readonly LogRange[];
  /** What a plain consumer reads; left out where there is none that can. */
  readonly consumed?: readonly ConsumedRecord[];
}

/** What one offset became. */
type Claim = LandedRecord | { readonly kind: "gap"; readonly reason: string };

/**
 * Everything that is wrong with what was landed of a topic, as sentences; none, if each offset of each partition is
 * accounted for exactly once and truthfully.
 */
export function verifyLanding(landing: Landing, { truth, log, consumed }: TopicEvidence): readonly string[] {
  const findings = [...landing.problems];
  for (const [partition, range] of log.entries()) {
    const segments = landing.segments
      .filter((segment) => segment.topic === truth.topic && segment.partition === partition)
      .sort((left, right) => left.position - right.position);
    const place = `${truth.topic}/${partition}`;
    findings.push(...checkChain(place, segments, range.end));
    const claims = new Map<number, Claim>();
    for (const segment of segments) findings.push(...collectClaims(segment, claims));
    for (let offset = 0; offset < range.end; offset++) {
      const claim = claims.get(offset);
      const problem = claim ? judge(truth, partition, offset, claim, range) : "nothing answers for it";
      if (problem !== undefined) findings.push(`${place}, offset ${offset}: ${problem}`);
    }
    for (const { offset } of truth.of(partition)) {
      if (offset >= range.end)
        findings.push(`${place}, offset ${offset}: acknowledged, but the log ends before it`);
    }
    if (!consumed) continue;
    const inLog = consumed.filter((record) => record.partition === partition);
    findings.push(...compareWithLog(place, claims, inLog, truth.isCleaned));
  }
  return findings;
}

function checkChain(place: string, segments: readonly LandedSegment[], end: number): readonly string[] {
  const findings: string[] = [];
  let expected = 0;
  for (const { position, coveredEnd, name } of segments) {
    if (position !== expected) {
      const what = position > expected ? "a gap in the chain" : "an overlap in the chain";
      findings.push(`${place}: ${what}, ${name} begins at ${position}, expected ${expected}`);
    }
    expected = coveredEnd + 1;
  }
  if (expected !== end) findings.push(`${place}: the chain ends at ${expected}, the topic at ${end}`);
  return findings;
}

function collectClaims(segment: LandedSegment, claims: Map<number, Claim>): readonly string[] {
  const findings: string[] = [];
  const claim = (offset: number, what: Claim): void => {
    if (offset < segment.position || offset > segment.coveredEnd) {
      findings.push(`${segment.name}: offset ${offset} lies outside of it`);
    } else if (claims.has(offset)) {
      findings.push(`${segment.name}: offset ${offset} is there twice`);
    } else claims.set(offset, what);
  };
  for (const record of segment.records) claim(record.offset, record);
  for (const { from, to, reason } of segment.gaps) {
    for (let offset = from; offset <= to; offset++) claim(offset, { kind: "gap", reason });
  }
  return findings;
}

function judge(
  truth: TopicTruth,
  partition: number,
  offset: number,
  claim: Claim,
  range: LogRange,
): string | undefined {
  const known = truth.at(partition, offset);
  if (claim.kind === "gap") return judgeGap(truth, partition, offset, claim.reason, range);
  if (known?.fate === "aborted") return "landed, but its transaction was given up";
  const sent = known ?? truth.findSent({ partition, key: claim.key, value: claim.value });
  return sent ? compareRecord(claim, sent) : "landed, but nobody sent it";
}

function judgeGap(
  truth: TopicTruth,
  partition: number,
  offset: number,
  reason: string,
  range: LogRange,
): string | undefined {
  const known = truth.at(partition, offset);
  switch (reason) {
    case "control":
      return known ? "said to be a marker, but it is a record" : undefined;
    case "aborted":
      return known?.fate === "kept" ? "said to be given up, but its transaction was not" : undefined;
    case "expired":
      if (truth.isCleaned && offset < range.start) return undefined;
      return `said to be expired, but the log begins at ${range.start}`;
    case "compacted":
      if (!truth.isCleaned) return "said to be compacted, but the topic is not compacted";
      if (known?.fate !== "kept" || known.value === null) return undefined;
      if (truth.hasLater(partition, known.key, offset)) return undefined;
      return "said to be compacted, but it is the last of its key";
    default:
      return `a gap for the unknown reason ${reason}`;
  }
}

function compareRecord(landed: LandedRecord, sent: SentRecord): string | undefined {
  const expected = sent.expectation === "dead" ? "dead" : "line";
  if (landed.kind !== expected) return `landed as ${landed.kind}, expected ${expected}`;
  if (landed.timestampMs !== sent.timestampMs)
    return `its time is ${landed.timestampMs}, not ${sent.timestampMs}`;
  if (!isSame(landed.key, sent.key)) return "its key is another one";
  if (landed.kind === "line" && landed.hasErrors !== (sent.expectation === "violating")) {
    return `errors: ${landed.hasErrors}, but it is ${sent.expectation}`;
  }
  return comparePayload(landed, sent.value);
}

function comparePayload(landed: LandedRecord, sent: Buffer | null): string | undefined {
  if (isSame(landed.value, sent))
    return landed.original ? "it says that it was changed, but it is not" : undefined;
  if (landed.value === null || sent === null || landed.kind === "dead") return "its payload is another one";
  if (!withoutSpaces(landed.value).equals(withoutSpaces(sent))) return "its payload is another one";
  const sha256 = createHash("sha256").update(sent).digest("hex");
  const { original } = landed;
  if (original?.sha256 === sha256 && original.sizeBytes === sent.length) return undefined;
  return "its spaces were changed without saying so";
}

/** Whatever the log still has must be landed with the same bytes; without cleaning, nothing else is landed, either. */
function compareWithLog(
  place: string,
  claims: ReadonlyMap<number, Claim>,
  consumed: readonly ConsumedRecord[],
  isCleaned: boolean,
): readonly string[] {
  const findings: string[] = [];
  const inLog = new Set<number>();
  for (const { offset, key, value } of consumed) {
    inLog.add(offset);
    const claim = claims.get(offset);
    if (!claim || claim.kind === "gap")
      findings.push(`${place}, offset ${offset}: the log has it, no segment does`);
    else if (!isSame(claim.key, key) || comparePayload(claim, value) !== undefined) {
      findings.push(`${place}, offset ${offset}: the log has another record`);
    }
  }
  if (isCleaned) return findings;
  for (const [offset, claim] of claims) {
    if (claim.kind !== "gap" && !inLog.has(offset))
      findings.push(`${place}, offset ${offset}: landed, but not in the log`);
  }
  return findings;
}

function isSame(left: Buffer | null, right: Buffer | null): boolean {
  return left === null || right === null ? left === right : left.equals(right);
}
