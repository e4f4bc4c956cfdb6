import { createHash } from "node:crypto";

import type { SourceRecord } from "../source/source-record.ts";
import type { RecordMark } from "./segment-metadata.ts";

/** Why a record cannot be stored as a JSON line. */
export type DeadReason = "not_utf8" | "not_json" | "lone_surrogate" | "too_large";

/** A record on its way into a segment: as a line, or as a line of the segment's dead letters. */
export interface LandedRecord {
  readonly offset: number;
  readonly fate: "landed" | "violating" | "dead";
  /** The envelope, or the dead letter, without a line break. */
  readonly line: Uint8Array;
  /** There for a dead letter. */
  readonly deadReason?: DeadReason;
  /** The payload's fields that the contract does not name. */
  readonly unknownFields: readonly string[];
}

/** What identifies a record when the topic may have been created anew: offset, time, and a hash of key and value. */
export function markRecord({ offset, timestampMs, key, value }: SourceRecord): RecordMark {
  const hash = createHash("sha256");
  for (const part of [key, value]) {
    // The length goes in as well, so that bytes cannot move from the key to the value unnoticed.
    hash.update(`${part === null ? "null" : part.byteLength};`);
    if (part !== null) hash.update(part);
  }
  return { offset, timestampMs, sha256: hash.digest("hex") };
}
