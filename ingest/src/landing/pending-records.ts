import type { SourceRecord } from "../source/source-record.ts";
import type { Stretch } from "./chain.ts";
import { gapsFrom, joinGaps, type Gap } from "./gap.ts";
import type { LandedRecord } from "./landed-record.ts";

/** What one taken batch adds: lines in ascending order, gaps, and the last record as the source gave it. */
export interface Piece extends Stretch {
  readonly records: readonly LandedRecord[];
  readonly gaps: readonly Gap[];
  readonly lastRecord: SourceRecord | undefined;
  readonly readAtMs: number;
}

/** The content of one segment. */
export interface SegmentContent extends Stretch {
  readonly records: readonly LandedRecord[];
  readonly gaps: readonly Gap[];
  readonly lastRecord: SourceRecord | undefined;
  /** When the first of it was read. */
  readonly readAtMs?: number | undefined;
}

/** What a partition has read and not stored yet, in order. The live counterpart of a `ChainState`. */
export class PendingRecords {
  #pieces: Piece[] = [];
  #bytes = 0;

  /** When the oldest piece was read, in milliseconds since 1970. */
  get oldestReadAtMs(): number | undefined {
    return this.#pieces[0]?.readAtMs;
  }

  /** The bytes of all lines that are held, line breaks included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends a piece; it begins where the last one ends. */
  add(piece: Piece): void {
    this.#pieces.push(piece);
    this.#bytes += sumBytes(piece.records);
  }

  /** Forgets everything below an offset, because the store has it. */
  dropBelow(offset: number): void {
    this.#pieces = this.#pieces
      .filter((piece) => piece.next > offset)
      .map((piece) => (piece.from >= offset ? piece : cutBelow(piece, offset)));
    this.#bytes = this.#pieces.reduce((sum, { records }) => sum + sumBytes(records), 0);
  }

  /** Everything in a stretch whose ends are ends of pieces or of segments. */
  content({ from, next }: Stretch): SegmentContent {
    const pieces = this.#pieces.filter((piece) => piece.from < next && piece.next > from);
    return {
      from,
      next,
      records: pieces.flatMap((piece) => piece.records),
      gaps: joinGaps(pieces.flatMap((piece) => piece.gaps)),
      lastRecord: pieces.findLast((piece) => piece.lastRecord)?.lastRecord,
      readAtMs: pieces[0]?.readAtMs,
    };
  }
}

function sumBytes(records: readonly LandedRecord[]): number {
  return records.reduce((sum, { line }) => sum + line.byteLength + 1, 0);
}

function cutBelow(piece: Piece, offset: number): Piece {
  const { next, lastRecord, readAtMs } = piece;
  return {
    readAtMs,
    from: offset,
    next,
    records: piece.records.filter((record) => record.offset >= offset),
    gaps: gapsFrom(piece.gaps, offset),
    lastRecord: lastRecord && lastRecord.offset >= offset ? lastRecord : undefined,
  };
}
