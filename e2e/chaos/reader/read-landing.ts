import { createHash } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";

import { membersOf } from "./json-bytes.ts";
import type { StoredFile } from "./stored-file.ts";

/** One record as it was found in a segment, or in the dead letters of one. */
export interface LandedRecord {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  /** The payload's bytes as they stand in the line; null for a tombstone. */
  readonly value: Buffer | null;
  readonly kind: "line" | "dead";
  readonly hasErrors: boolean;
  /** Size and hash of the payload as it was sent, where the line says that it stands there changed. */
  readonly original: { readonly sizeBytes: number; readonly sha256: string } | undefined;
}

interface LandedGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export interface LandedSegment {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly coveredEnd: number;
  readonly records: readonly LandedRecord[];
  readonly gaps: readonly LandedGap[];
}

export interface Landing {
  readonly segments: readonly LandedSegment[];
  /** What is wrong with single objects. */
  readonly problems: readonly string[];
  /** Objects aside that no segment names: left by a crash, they mean nothing. */
  readonly orphans: readonly string[];
}

const segmentShape = /^[^/]+\/([^/]+)\/\d+\/(\d+)\/(\d{20})\.ndjson\.(gz|zst)$/;
const chainFactsShape = /^[^/]+\/[^/]+\/\d+\/_chain\.json$/;

/**
 * Reads everything that was landed. It shares no code with Headwater: names, lines and metadata are taken apart here
 * as docs/landing.md describes them, so that a fault of Headwater's own reader cannot hide one of its writer.
 */
export function readLanding(files: readonly StoredFile[]): Landing {
  const byName = new Map(files.map((file) => [file.name, file]));
  const segments: LandedSegment[] = [];
  const problems: string[] = [];
  const named = new Set<string>();
  for (const file of files) {
    const shape = segmentShape.exec(file.name);
    if (!shape) continue;
    try {
      segments.push(readSegment(file, shape, byName, named));
    } catch (error) {
      problems.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const orphans = files
    .map(({ name }) => name)
    .filter((name) => !segmentShape.test(name) && !chainFactsShape.test(name) && !named.has(name));
  return { segments, problems, orphans };
}

function readSegment(
  file: StoredFile,
  [, topic = "", partition, position]: readonly string[],
  byName: ReadonlyMap<string, StoredFile>,
  named: Set<string>,
): LandedSegment {
  const { name, metadata } = file;
  const aside = (member: "deadObject" | "gapsObject"): StoredFile | undefined => {
    const asideName = metadata[member];
    if (asideName === undefined) return undefined;
    if (named.has(asideName)) throw new Error(`${asideName} belongs to another segment, too`);
    named.add(asideName);
    const found = byName.get(asideName);
    if (!found) throw new Error(`its ${member} ${asideName} is not there`);
    return found;
  };
  const lines = linesOf(file).map((line) => readLine(line));
  const deadFile = aside("deadObject");
  const dead = deadFile ? linesOf(deadFile).map((line) => readDeadLetter(line)) : [];
  const gapsFile = aside("gapsObject");
  const gaps = gapsFile
    ? linesOf(gapsFile).map((line) => JSON.parse(line.toString()) as LandedGap)
    : readGaps(metadata["gaps"] ?? "");
  const segment: LandedSegment = {
    name,
    topic,
    partition: Number(partition),
    position: Number(position),
    coveredEnd: numberOf(metadata, "coveredEnd"),
    records: [...lines, ...dead],
    gaps,
  };
  expectEqual("position", numberOf(metadata, "position"), segment.position);
  expectEqual("partition", numberOf(metadata, "partition"), segment.partition);
  expectEqual("records", numberOf(metadata, "records"), lines.length);
  expectEqual("dead", numberOf(metadata, "dead"), dead.length);
  expectEqual("violating", numberOf(metadata, "violating"), lines.filter((line) => line.hasErrors).length);
  return segment;
}

function linesOf({ name, body, metadata }: StoredFile): readonly Buffer[] {
  if (body.length > 0) expectEqual("crc32c", metadata["crc32c"], crc32c(body));
  const text = name.endsWith(".zst") ? zstdDecompressSync(body) : gunzipSync(body);
  const lines: Buffer[] = [];
  for (let from = 0; from < text.length;) {
    const end = text.indexOf(0x0a, from);
    if (end < 0) throw new Error("its last line is cut off");
    lines.push(text.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

function readLine(line: Buffer): LandedRecord {
  const members = membersOf(line);
  const parse = (member: string): unknown => {
    const bytes = members.get(member);
    return bytes === undefined ? undefined : JSON.parse(bytes.toString());
  };
  const value = members.get("value");
  if (value === undefined) throw new Error("a line has no value");
  const hasErrors = members.has("errors");
  return {
    offset: Number(parse("offset")),
    timestampMs: Number(parse("timestamp")),
    key: keyOf(parse("key"), parse("keyBase64")),
    value: value.toString() === "null" && !hasErrors ? null : value,
    kind: "line",
    hasErrors,
    original: parse("original") as LandedRecord["original"],
  };
}

function keyOf(text: unknown, base64: unknown): Buffer | null {
  if (typeof base64 === "string") return Buffer.from(base64, "base64");
  if (typeof text === "string") return Buffer.from(text);
  if (text === null) return null;
  throw new Error("a line has no key");
}

function readDeadLetter(line: Buffer): LandedRecord {
  const record = readLine(line);
  const letter = JSON.parse(String(record.value)) as {
    readonly base64: string;
    readonly sha256: string;
    readonly sizeBytes: number;
  };
  const value = Buffer.from(letter.base64, "base64");
  expectEqual("dead letter's size", value.length, letter.sizeBytes);
  expectEqual("dead letter's hash", createHash("sha256").update(value).digest("hex"), letter.sha256);
  return { ...record, kind: "dead", value };
}

/** `control:10,20-21;expired:0-4` */
function readGaps(text: string): readonly LandedGap[] {
  return text.split(";").flatMap((group) => {
    const [reason = "", ranges = ""] = group.split(":");
    return (ranges === "" ? [] : ranges.split(",")).map((range) => {
      const [from = "", to = from] = range.split("-");
      return { from: Number(from), to: Number(to), reason };
    });
  });
}

function numberOf(metadata: Readonly<Record<string, string>>, member: string): number {
  const text = metadata[member];
  if (text === undefined || !/^\d+$/.test(text)) throw new Error(`its ${member} is ${text}`);
  return Number(text);
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`its ${what} is ${String(found)}, expected ${String(expected)}`);
}

const castagnoli = 0x82f63b78;
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
  return crc >>> 0;
});

/** CRC32C as GCS writes it: base64 of four bytes, big-endian. */
function crc32c(bytes: Buffer): string {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  const result = Buffer.alloc(4);
  result.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return result.toString("base64");
}
