import type { ListedObject, ObjectMetadata, ObjectStore } from "../store/object-store.ts";
import type { Bucket } from "./audit-report.ts";
import { joinRanges, type OffsetRange, type OffsetRanges } from "./offset-ranges.ts";
import { readLandedLines, type LandedLines } from "./read-landed-lines.ts";

/** Offsets that an object says went into a bucket. */
export interface Claim extends OffsetRange {
  readonly bucket: Exclude<Bucket, "inFlight">;
}

/** A segment as the audit finds it, with everything in which it differs from what it says about itself. */
export interface SegmentClaims {
  readonly object: string;
  /** The offsets that the segment answers for. */
  readonly covered: OffsetRange;
  /** In no order; each offset should be in exactly one. */
  readonly claims: readonly Claim[];
  /** The offsets of its lines, which are those that Bronze must have. */
  readonly lines: OffsetRanges;
  readonly rows: number;
  readonly violating: number;
  /** CRC32C of the body; undefined if the segment cannot be read. */
  readonly crc32c: string | undefined;
  /** Why the segment cannot be read at all. */
  readonly unreadable?: string;
  /** Why the dead letters that the segment names cannot be read. */
  readonly deadProblem?: string;
  /** What the segment's metadata says and what was found, as sentences. */
  readonly differences: readonly string[];
}

/** Reads a segment and what it refers to: its dead letters, and its gaps where they lie aside. */
export async function readSegmentClaims(
  store: ObjectStore,
  { name, metadata }: ListedObject,
): Promise<SegmentClaims> {
  const position = Number(/(\d+)\.ndjson\.(?:gz|zst)$/.exec(name)?.[1]);
  const coveredEnd = Number(metadata["coveredEnd"]);
  const covered = { from: position, to: Number.isInteger(coveredEnd) ? coveredEnd : position };
  const nothing = { object: name, covered, claims: [], lines: [], rows: 0, violating: 0, differences: [] };
  const read = await readLandedLines(store, name);
  if ("problem" in read) return { ...nothing, crc32c: undefined, unreadable: read.problem };
  const gaps = await readGaps(store, read.metadata);
  if ("problem" in gaps) return { ...nothing, crc32c: read.crc32c, unreadable: gaps.problem };
  const dead = await readDeadLetters(store, read.metadata);
  const landed = read.lines.map(toLineClaim);
  const claims = [...landed, ...gaps.claims, ...dead.claims];
  const violating = landed.filter(({ bucket }) => bucket === "violating").length;
  return {
    object: name,
    covered,
    claims,
    lines: joinRanges(landed),
    rows: landed.length,
    violating,
    crc32c: read.crc32c,
    ...(dead.problem === undefined ? {} : { deadProblem: dead.problem }),
    differences: compareWithMetadata(name, read, {
      position,
      records: landed.length,
      violating,
      ...(dead.problem === undefined ? { dead: dead.claims.length } : {}),
    }),
  };
}

function toLineClaim(line: Readonly<Record<string, unknown>>): Claim {
  const offset = Number(line["offset"]);
  return { from: offset, to: offset, bucket: line["errors"] === undefined ? "landed" : "violating" };
}

async function readDeadLetters(
  store: ObjectStore,
  metadata: ObjectMetadata,
): Promise<{ readonly claims: readonly Claim[]; readonly problem?: string }> {
  const name = metadata["deadObject"];
  if (name === undefined) return { claims: [] };
  const read = await readLandedLines(store, name);
  if ("problem" in read) return { claims: [], problem: `${name}: ${read.problem}` };
  return {
    claims: read.lines.map(({ offset }) => ({ from: Number(offset), to: Number(offset), bucket: "dead" })),
  };
}

async function readGaps(
  store: ObjectStore,
  metadata: ObjectMetadata,
): Promise<{ readonly claims: readonly Claim[] } | { readonly problem: string }> {
  const name = metadata["gapsObject"];
  if (name === undefined) return { claims: parseGaps(metadata["gaps"] ?? "") };
  const read = await readLandedLines(store, name);
  if ("problem" in read) return { problem: `its gaps in ${name} cannot be read: ${read.problem}` };
  return {
    claims: read.lines.flatMap(({ from, to, reason }) =>
      toGapClaim(Number(from), Number(to), String(reason)),
    ),
  };
}

/** Reads `control:10,20-21;expired:0-4`. What it cannot read claims nothing, and so shows up as unexplained. */
function parseGaps(text: string): readonly Claim[] {
  return text.split(";").flatMap((group) => {
    const [reason = "", ranges = ""] = group.split(":");
    return ranges.split(",").flatMap((range) => {
      const [from, to = from] = range.split("-");
      return from === undefined || from === "" ? [] : toGapClaim(Number(from), Number(to), reason);
    });
  });
}

function toGapClaim(from: number, to: number, reason: string): readonly Claim[] {
  const bucket = (["control", "aborted", "compacted", "expired"] as const).find((known) => known === reason);
  return bucket === undefined ? [] : [{ from, to, bucket }];
}

function compareWithMetadata(
  name: string,
  { metadata, crc32c, rawSizeBytes }: LandedLines,
  counts: Readonly<Record<string, number>>,
): readonly string[] {
  const [, feed, topic, epoch, partition] =
    /^(.+)\/(.+)\/(\d+)\/(\d+)\/\d+\.ndjson\.(?:gz|zst)$/.exec(name) ?? [];
  const found = { feed, topic, epoch, partition, ...counts, rawSizeBytes, crc32c };
  return Object.entries(found).flatMap(([key, value]) =>
    metadata[key] === String(value)
      ? []
      : [`its metadata says ${key} ${metadata[key] ?? "nothing"}, found ${value}`],
  );
}
