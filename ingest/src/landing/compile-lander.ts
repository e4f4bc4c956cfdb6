import type { StreamFeed } from "@headwater/contracts";

import type { SourceRecord } from "../source/source-record.ts";
import { encodeDeadLetter } from "./dead-letter.ts";
import { writeEnvelope } from "./envelope.ts";
import type { RecordRemark } from "./landed-record.ts";
import { LineWriter } from "./line-writer.ts";
import type { PackedLines } from "./packed-lines.ts";
import { compileJudge } from "./prepare-payload.ts";

/** How much may still be packed. Each limit may be passed by one record. */
export interface Room {
  readonly bytes: number;
  readonly records: number;
}

/** What was packed of a list of records. */
export interface Packed extends PackedLines {
  /** The index of the first record that is not packed. */
  readonly end: number;
}

/** Turns a source's records, from the index `start` on, into what a segment stores of them, until the room is used up. */
export type LandRecords = (records: readonly SourceRecord[], start: number, room: Room) => Packed;

/** The function that lands the records of one feed. Payloads above `maxRecordBytes` become dead letters. */
export function compileLander(feed: StreamFeed, maxRecordBytes: number): LandRecords {
  const judge = compileJudge(feed, maxRecordBytes);
  const writer = new LineWriter();

  /** Writes the record's line; gives its dead letter instead, if it has no line. */
  function land(record: SourceRecord): RecordRemark | undefined {
    const { offset } = record;
    const judgement = judge(record.value);
    if (judgement.deadReason !== undefined) {
      const { deadReason: reason, detail } = judgement;
      const dead = { reason, line: encodeDeadLetter(record, reason, detail) };
      return { offset, isViolating: false, unknownFields: [], dead };
    }
    writeEnvelope(writer, record, judgement);
    const { errors, unknownFields } = judgement;
    if (errors.length === 0 && unknownFields.length === 0) return undefined;
    return { offset, isViolating: errors.length > 0, unknownFields };
  }

  return (records, start, room) => {
    const remarks: RecordRemark[] = [];
    let deadBytes = 0;
    let deadCount = 0;
    let end = start;
    while (end < records.length && end - start < room.records && writer.length + deadBytes < room.bytes) {
      const record = records[end++];
      const remark = record && land(record);
      if (!remark) continue;
      remarks.push(remark);
      if (!remark.dead) continue;
      deadBytes += remark.dead.line.byteLength;
      deadCount++;
    }
    return { bytes: writer.take(), count: end - start - deadCount, remarks, end };
  };
}
