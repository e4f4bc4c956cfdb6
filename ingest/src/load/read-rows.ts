import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { IngestError } from "../errors.ts";
import { readSegment } from "../landing/read-segment.ts";
import { crc32cBase64 } from "../store/crc32c.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { batchRows, segmentRows, type BronzeRow } from "./bronze-rows.ts";
import type { LandedObject } from "./landed-object.ts";

const unzip = promisify(gunzip);

/** An object's rows for Bronze, and the checksum of the body that they came from. */
export interface ObjectRows {
  readonly object: string;
  readonly rows: readonly BronzeRow[];
  /** CRC32C of the object's body, base64. */
  readonly crc32c: string;
  readonly loadedAt: Date;
}

/**
 * Reads an object and makes its rows. Everything that landing recorded about the content is checked first. Throws
 * STORE_OBJECT_MISSING, STORE_OBJECT_CORRUPT, INGEST_SEGMENT_METADATA_INVALID or LOAD_OBJECT_INVALID.
 */
export async function readRows(
  store: ObjectStore,
  landed: LandedObject,
  loadedAt: Date,
): Promise<ObjectRows> {
  const context = { object: landed.name, loadedAt };
  if (landed.kind === "segment") {
    const { metadata, lines } = await readSegment(store, landed.name);
    const rows = segmentRows(lines, landed.segment, context);
    return { object: landed.name, rows, crc32c: metadata.crc32c, loadedAt };
  }
  const { body, metadata } = await store.read(landed.name);
  const lines = await readPreparedLines(landed.name, body, metadata);
  const source = { url: metadata["url"] ?? "", landedAt: new Date(metadata["landedAt"] ?? "") };
  const rows = batchRows(lines, landed.batch, source, context);
  return { object: landed.name, rows, crc32c: crc32cBase64(body), loadedAt };
}

/** A batch version's lines, once its SHA-256 and its number of rows are those that landing recorded. */
async function readPreparedLines(
  object: string,
  body: Uint8Array,
  metadata: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const prepared = await unzip(body);
  const sha256 = createHash("sha256").update(prepared).digest("hex");
  if (sha256 !== metadata["preparedSha256"]) {
    throw changed(object, `SHA-256 ${sha256} of its rows, expected ${metadata["preparedSha256"] ?? "one"}`);
  }
  const text = prepared.toString("utf8");
  const lines = text === "" ? [] : text.slice(0, -1).split("\n");
  if (String(lines.length) !== metadata["rows"]) {
    throw changed(object, `${lines.length} rows, expected ${metadata["rows"] ?? "a number"}`);
  }
  return lines;
}

function changed(object: string, found: string): IngestError {
  return new IngestError(
    "LOAD_OBJECT_INVALID",
    `the object ${object} is not what was landed: found ${found}`,
    "Restore the object from a copy; a landed version is never rewritten.",
  );
}
