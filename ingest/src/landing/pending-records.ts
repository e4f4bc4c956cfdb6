import type { Stretch } from "./chain.ts";
import { gapsFrom, joinGaps, type Gap } from "./gap.ts";
import { joinLines, linesFrom, sizeOfLines, type PackedLines } from "./packed-lines.ts";
import type { RecordMark } from "./segment-metadata.ts";

/** What was read of a stretch: a taken batch's part of a segment, or a whole segment. */
export interface SegmentContent extends Stretch {
  readonly lines: PackedLines;
  readonly gaps: readonly Gap[];
  readonly lastRecord: RecordMark | undefined;
  /** When the first of it was read. */
  readonly readAtMs: number;
}

/** What a partition has read and not stored yet, in order. The live counterpart of a `ChainState`. */
export class PendingRecords {
  #pieces: SegmentContent[] = [];
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
  add(piece: SegmentContent): void {
    this.#pieces.push(piece);
    this.#bytes += sizeOfLines(piece.lines);
  }

  /** Forgets everything below an offset, because the store has it. */
  dropBelow(offset: number): void {
    this.#pieces = this.#pieces
      .filter((piece) => piece.next > offset)
      .map((piece) => (piece.from >= offset ? piece : cutBelow(piece, offset)));
    this.#bytes = this.#pieces.reduce((sum, { lines }) => sum + sizeOfLines(lines), 0);
  }

  /** Everything in the first stretch, which ends where a piece ends. */
  content({ from, next }: Stretch): SegmentContent {
    const pieces = this.#pieces.filter((piece) => piece.next <= next);
    const content = {
      from,
      next,
      lines: joinLines(pieces.map((piece) => piece.lines)),
      gaps: joinGaps(pieces.flatMap((piece) => piece.gaps)),
      lastRecord: pieces.findLast((piece) => piece.lastRecord)?.lastRecord,
      readAtMs: pieces[0]?.readAtMs ?? 0,
    };
    // In place of its pieces, so that nothing is held twice.
    this.#pieces = [content, ...this.#pieces.slice(pieces.length)];
    return content;
  }
}

function cutBelow(piece: SegmentContent, offset: number): SegmentContent {
  const { next, lastRecord, readAtMs } = piece;
  return {
    readAtMs,
    from: offset,
    next,
    lines: linesFrom(piece.lines, offset),
    gaps: gapsFrom(piece.gaps, offset),
    lastRecord: lastRecord && lastRecord.offset >= offset ? lastRecord : undefined,
  };
}
