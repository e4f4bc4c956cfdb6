import { createHash } from "node:crypto";
import { promisify } from "node:util";
import * as zlib from "node:zlib";

import { crc32cBase64 } from "../store/crc32c.ts";
import type { ObjectMetadata, ObjectStore } from "../store/object-store.ts";

/** An object as the audit reads it: by itself, so that a fault in the landing code's reader is not repeated here. */
export interface LandedLines {
  readonly metadata: ObjectMetadata;
  /** CRC32C of the body as stored, base64. */
  readonly crc32c: string;
  /** Size and SHA-256 (hex) of the body after decompression. */
  readonly rawSizeBytes: number;
  readonly sha256: string;
  /** Each line parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Reads an object, or says why it cannot be read. */
export async function readLandedLines(
  store: ObjectStore,
  name: string,
): Promise<LandedLines | { readonly problem: string }> {
  try {
    const { body, metadata } = await store.read(name);
    const raw = name.endsWith(".zst")
      ? await promisify(zlib.zstdDecompress)(body)
      : await promisify(zlib.gunzip)(body);
    const text = raw.toString("utf8");
    if (text !== "" && !text.endsWith("\n")) return { problem: "its last line has no end" };
    return {
      metadata,
      crc32c: crc32cBase64(body),
      rawSizeBytes: raw.byteLength,
      sha256: createHash("sha256").update(raw).digest("hex"),
      lines: text.split("\n").slice(0, -1).map(parseLine),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  if (value === null || typeof value !== "object") throw new TypeError("a line is not an object");
  return { ...value };
}
