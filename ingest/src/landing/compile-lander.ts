import type { StreamFeed } from "@headwater/contracts";

import type { SourceRecord } from "../source/source-record.ts";
import { encodeDeadLetter } from "./dead-letter.ts";
import { writeEnvelope } from "./envelope.ts";
import type { PendingSegment } from "./pending-segment.ts";
import { compileJudge } from "./prepare-payload.ts";

/** Adds to a segment what it stores of a source's record: its line, or its dead letter. Compiled once for a feed. */
export type LandRecord = (record: SourceRecord, segment: PendingSegment) => void;

/** The function that lands the records of one feed. Payloads above `maxRecordBytes` become dead letters. */
export function compileLander(feed: StreamFeed, maxRecordBytes: number): LandRecord {
  const judge = compileJudge(feed, maxRecordBytes);
  return (record, segment) => {
    const { offset } = record;
    const judgement = judge(record.value);
    if (judgement.deadReason !== undefined) {
      const { deadReason: reason, detail } = judgement;
      const dead = { reason, line: encodeDeadLetter(record, reason, detail) };
      segment.remark({ offset, isViolating: false, unknownFields: [], dead });
      return;
    }
    writeEnvelope(segment.lines, record, judgement);
    segment.lineCount++;
    const { errors, unknownFields } = judgement;
    if (errors.length === 0 && unknownFields.length === 0) return;
    segment.remark({ offset, isViolating: errors.length > 0, unknownFields });
  };
}
