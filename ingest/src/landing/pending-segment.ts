import type { Stretch } from "./chain.ts";
import { gapsFrom, joinGaps, type Gap } from "./gap.ts";
import type { RecordRemark } from "./landed-record.ts";
import { LineChunks } from "./line-chunks.ts";
import type { RecordMark } from "./segment-metadata.ts";

/** What was read of a stretch that becomes one segment. */
export interface SegmentContent extends Stretch {
  /** The envelopes of the records, but for the dead letters. */
  readonly lines: LineChunks;
  readonly lineCount: number;
  /** What there is to say about single records, ascending. Dead letters are only here. */
  readonly remarks: readonly RecordRemark[];
  readonly gaps: readonly Gap[];
  readonly lastRecord: RecordMark | undefined;
  /** When the first of it was read. */
  readonly readAtMs: number;
}

/** The content of a segment while it is being collected. */
export class PendingSegment implements SegmentContent {
  readonly lines = new LineChunks();
  readonly readAtMs: number;
  remarks: RecordRemark[] = [];
  lineCount = 0;
  lastRecord: RecordMark | undefined;
  #from: number;
  #next: number;
  #gaps: Gap[] = [];
  #deadBytes = 0;
  #deadCount = 0;

  constructor(from: number, readAtMs: number) {
    this.#from = from;
    this.#next = from;
    this.readAtMs = readAtMs;
  }

  get from(): number {
    return this.#from;
  }

  get next(): number {
    return this.#next;
  }

  get gaps(): readonly Gap[] {
    return joinGaps(this.#gaps);
  }

  /** Records, dead ones too. */
  get recordCount(): number {
    return this.lineCount + this.#deadCount;
  }

  /** Bytes of all lines, those of the dead letters too. */
  get sizeBytes(): number {
    return this.lines.sizeBytes + this.#deadBytes;
  }

  /** Adds what there is to say about the last record. */
  remark(remark: RecordRemark): void {
    this.remarks.push(remark);
    this.#countDead([remark]);
  }

  /** Answers for the offsets up to `next` as well. The lines of the records there are appended already. */
  extend(next: number, gaps: readonly Gap[], lastRecord: RecordMark | undefined): void {
    this.#next = next;
    for (const gap of gaps) this.#gaps.push(gap);
    this.lastRecord = lastRecord ?? this.lastRecord;
  }

  /** Forgets what lies below an offset. */
  dropBelow(offset: number): void {
    if (offset <= this.#from) return;
    this.#from = offset;
    this.lineCount -= this.lines.dropBelow(offset);
    this.remarks = this.remarks.filter((remark) => remark.offset >= offset);
    this.#deadBytes = 0;
    this.#deadCount = 0;
    this.#countDead(this.remarks);
    this.#gaps = [...gapsFrom(this.#gaps, offset)];
    if (this.lastRecord && this.lastRecord.offset < offset) this.lastRecord = undefined;
  }

  #countDead(remarks: readonly RecordRemark[]): void {
    for (const { dead } of remarks) {
      if (!dead) continue;
      this.#deadBytes += dead.line.byteLength;
      this.#deadCount++;
    }
  }
}
