import type { StreamFeed } from "@headwater/contracts";

import type { SourceRecord } from "../source/source-record.ts";
import { encodeDeadLetter } from "./dead-letter.ts";
import { encodeEnvelope } from "./envelope.ts";
import type { LandedRecord } from "./landed-record.ts";
import { compileJudge } from "./prepare-payload.ts";

/** Turns a source's record into what a segment stores of it. Pure, and compiled once for a feed. */
export type LandRecord = (record: SourceRecord) => LandedRecord;

/** The function that lands the records of one feed. Payloads above `maxRecordBytes` become dead letters. */
export function compileLander(feed: StreamFeed, maxRecordBytes: number): LandRecord {
  const judge = compileJudge(feed, maxRecordBytes);
  return (record) => {
    const judgement = judge(record.value);
    if (judgement.deadReason !== undefined) {
      const line = encodeDeadLetter(record, judgement.deadReason, judgement.detail);
      return {
        offset: record.offset,
        fate: "dead",
        line,
        deadReason: judgement.deadReason,
        unknownFields: [],
      };
    }
    return {
      offset: record.offset,
      fate: judgement.errors.length > 0 ? "violating" : "landed",
      line: encodeEnvelope(record, judgement),
      unknownFields: judgement.unknownFields,
    };
  };
}
