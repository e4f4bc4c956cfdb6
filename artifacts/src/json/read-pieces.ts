import { isUtf8 } from "node:buffer";

import type { ByteSource } from "./byte-source.ts";
import { ByteWindow } from "./byte-window.ts";
import { findCut, isLandmark } from "./find-cut.ts";
import type { Cut } from "./find-cut.ts";

/**
 * The least size of a piece: it ends at the next cut behind that, or at the next landmark before twice that. V8 parses texts
 * of more than 100 KB into its old generation, where garbage is costly to collect; smaller pieces would cost more calls.
 */
const PIECE_BYTES = 48 << 10;

const WINDOW_BYTES = 1 << 20;

interface PieceSizes {
  readonly pieceBytes: number;
  /** How much is read at once; a window grows where a piece is larger. */
  readonly windowBytes: number;
  /** Where so much of a text cannot be cut, it is given up: V8's longest texts are half as long. */
  readonly uncutBytes: number;
}

const SIZES: PieceSizes = { pieceBytes: PIECE_BYTES, windowBytes: WINDOW_BYTES, uncutBytes: 1 << 30 };

/** The key under which a piece goes on with the section that was cut at the end of the piece before. */
export const CONTINUED = "(continued)";

/** An artifact's top level, or some of its members. A section that was cut goes on in the next piece as `CONTINUED`. */
export interface Piece {
  readonly text: string;
  /** undefined where `isKnown` said that nobody needs them. */
  readonly members: Readonly<Record<string, unknown>> | undefined;
}

export interface PieceOptions {
  readonly sizes?: PieceSizes;
  /** Cuts where another artifact of the project is cut as well, which costs a longer search. */
  readonly isAligned?: boolean;
  /** Whether the text is known to be JSON that nobody needs parsed, as the same text was before. */
  readonly isKnown?: (text: string) => boolean;
}

/** The source is not JSON, or not UTF-8. `position`: the byte near which, or behind which, it stops being so. */
export class NotJsonError extends Error {
  override readonly name = "NotJsonError";
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

/**
 * Parses an artifact piece by piece. Its size has no limit, as no text is longer than a piece, and what nobody keeps of a
 * piece is garbage before the next one is read. Every piece that is not known goes through JSON.parse, so an artifact that
 * was read to its end is JSON to its end.
 *
 * @throws NotJsonError
 */
export function readPieces(
  source: ByteSource,
  onPiece: (piece: Piece) => void,
  { sizes = SIZES, isAligned = false, isKnown = () => false }: PieceOptions = {},
): void {
  const window = new ByteWindow(source, sizes.windowBytes);
  window.slide();
  skipByteOrderMark(window);
  let last: Cut | undefined;
  do {
    last = readPiece(window, last, onPiece, { sizes, isAligned, isKnown });
    if (last !== undefined) window.start = last.next;
  } while (last !== undefined);
}

/** Reads one piece, gives it to `onPiece`, and returns where it was cut off; undefined for the last piece. */
function readPiece(
  window: ByteWindow,
  last: Cut | undefined,
  onPiece: (piece: Piece) => void,
  { sizes, isAligned, isKnown }: Required<PieceOptions>,
): Cut | undefined {
  const open = last === undefined ? "" : `{"${CONTINUED}":${last.close === "}}" ? "{" : "["}`;
  for (let size = sizes.pieceBytes; ; size *= 2) {
    const cut = cutBehind(window, size, last, { isAligned, ...sizes });
    const text = window.framed(open, cut?.end ?? window.end, cut?.close ?? "", (bytes) =>
      decode(bytes, window),
    );
    if (isKnown(text)) {
      onPiece({ text, members: undefined });
      return cut;
    }
    let members: Piece["members"];
    try {
      // Only an object is an artifact; whoever reads its sections sees whether it is one.
      members = JSON.parse(text) as Piece["members"];
    } catch (error) {
      // A wrong cut makes the text wrong at its end: then a longer piece may do. What is wrong earlier stays wrong.
      const position = positionOf(error);
      const isCutToBlame = position === undefined || position >= text.length - 2;
      if (cut === undefined || !isCutToBlame) throw notJson(window, open, error);
      continue;
    }
    onPiece({ text, members });
    return cut;
  }
}

/**
 * The first cut that leaves a piece of this size or more; undefined if there is none up to the end. If aligned, it is the
 * first landmark among the cuts, or the last cut before twice that size where none of them is a landmark.
 */
function cutBehind(
  window: ByteWindow,
  size: number,
  last: Cut | undefined,
  { isAligned, uncutBytes }: { readonly isAligned: boolean; readonly uncutBytes: number },
): Cut | undefined {
  let found: Cut | undefined;
  let isAtEnd = false;
  for (;;) {
    const text = window.bytes.subarray(0, window.end);
    const from = found?.end ?? window.start + size;
    const cut = findCut(text, from, last);
    if (cut === undefined) {
      const isFull = window.end - window.start > uncutBytes;
      if (isAtEnd || (isFull && found !== undefined)) return found;
      if (isFull) {
        throw new NotJsonError(window.base + window.start, `no part of it ends within ${uncutBytes} bytes`);
      }
      // Sliding the window moves the bytes, so the cut that was found before has to be found again.
      isAtEnd = !window.slide();
      found = undefined;
      continue;
    }
    if (found !== undefined && cut.end > window.start + 2 * size) return found;
    if (!isAligned || isLandmark(text, cut)) return cut;
    found = cut;
  }
}

function decode(bytes: Buffer, window: ByteWindow): string {
  if (!isUtf8(bytes)) throw new NotJsonError(window.base + window.start, "it is not UTF-8");
  try {
    return bytes.toString("utf8");
  } catch (error) {
    // The piece is longer than V8's longest string. dbt writes no artifact that has no place to cut for so long.
    throw new NotJsonError(
      window.base + window.start,
      `a part of ${bytes.length} bytes cannot be taken apart (${String(error)})`,
    );
  }
}

function notJson(window: ByteWindow, open: string, error: unknown): NotJsonError {
  if (window.base + window.end === 0) return new NotJsonError(0, "it is empty");
  // Positions count UTF-16 units, which is near enough to bytes for finding the place.
  const inPiece = Math.max(0, (positionOf(error) ?? 0) - open.length);
  return new NotJsonError(
    window.base + window.start + inPiece,
    error instanceof Error ? error.message : String(error),
  );
}

function positionOf(error: unknown): number | undefined {
  const match = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message) : null;
  return match === null ? undefined : Number(match[1]);
}

/** Some editors and shells put one in front of UTF-8; it is not JSON, but harmless. */
function skipByteOrderMark(window: ByteWindow): void {
  const [first, second, third] = window.bytes.subarray(window.start, window.end);
  if (first === 0xef && second === 0xbb && third === 0xbf) window.start += 3;
}
