import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { crc32cBase64 } from "../store/crc32c.ts";
import { decompress } from "./compression.ts";
import { parseEnvelope, type Envelope } from "./envelope.ts";
import { parseSegmentMetadata, type SegmentMetadata } from "./segment-metadata.ts";

export interface Segment {
  readonly metadata: SegmentMetadata;
  /** The lines without their line breaks, in order of offset. */
  readonly lines: readonly string[];
}

/**
 * Reads a whole segment and checks it: the store's checksum, the checksum that was taken before the upload, and
 * the number of lines. Throws STORE_OBJECT_MISSING, STORE_OBJECT_CORRUPT or INGEST_SEGMENT_METADATA_INVALID.
 */
export async function readSegment(store: ObjectStore, name: string): Promise<Segment> {
  const object = await store.read(name);
  const metadata = parseSegmentMetadata(name, object.metadata);
  const crc32c = crc32cBase64(object.body);
  if (crc32c !== metadata.crc32c) {
    throw corruptSegment(name, `its CRC32C is ${crc32c}, its metadata says ${metadata.crc32c}`);
  }
  const lines = splitLines((await decompress(name, object.body)).toString("utf8"));
  if (lines.length !== metadata.records) {
    throw corruptSegment(name, `it has ${lines.length} lines, its metadata says ${metadata.records}`);
  }
  return { metadata, lines };
}

/** Every landed record of a segment, parsed. */
export async function readEnvelopes(store: ObjectStore, name: string): Promise<readonly Envelope[]> {
  const { lines } = await readSegment(store, name);
  return lines.map((line) => parseEnvelope(line, name));
}

function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.slice(0, -1).split("\n");
}

function corruptSegment(name: string, problem: string): IngestError {
  return new IngestError(
    "STORE_OBJECT_CORRUPT",
    `The segment ${name} is damaged: ${problem}.`,
    "Restore the object from a copy; a segment is never rewritten.",
  );
}
