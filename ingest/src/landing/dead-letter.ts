import { createHash } from "node:crypto";

import type { SourceRecord } from "../source/source-record.ts";
import { encodeEnvelope } from "./envelope.ts";
import type { DeadReason } from "./landed-record.ts";

/**
 * The line of a record that cannot be stored as JSON: its place, its key and headers like an envelope's, why, and all
 * of its bytes as base64.
 */
export function encodeDeadLetter(record: SourceRecord, reason: DeadReason, detail: string): Uint8Array {
  const value = record.value ?? new Uint8Array(0);
  const letter = {
    reason,
    detail,
    sizeBytes: value.byteLength,
    sha256: createHash("sha256").update(value).digest("hex"),
    base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
  };
  return encodeEnvelope(record, { value: Buffer.from(JSON.stringify(letter)), errors: [] });
}
