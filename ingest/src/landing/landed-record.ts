import { createHash } from "node:crypto";

import type { SourceRecord } from "../source/source-record.ts";
import type { RecordMark } from "./segment-metadata.ts";

/** Why a record cannot be stored as a JSON line. */
export type DeadReason = "not_utf8" | "not_json" | "lone_surrogate" | "too_large";

/** What there is to say about a landed record that is more than its line, or no line. */
export interface RecordRemark {
  readonly offset: number;
  readonly isViolating: boolean;
  /** The payload's fields that the contract does not name. */
  readonly unknownFields: readonly string[];
  /** There for a record that is no line of the segment, but one of its dead letters. */
  readonly dead?: DeadLetter;
}

interface DeadLetter {
  readonly reason: DeadReason;
  /** Without a line break. */
  readonly line: Uint8Array;
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
