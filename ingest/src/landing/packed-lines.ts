import type { RecordRemark } from "./landed-record.ts";

/** The lines of consecutive records, packed as they are going to be compressed. */
export interface PackedLines {
  /** Envelopes in ascending order of offset, each with a line feed behind it. */
  readonly bytes: Uint8Array;
  readonly count: number;
  /** What there is to say about single records, ascending. Dead letters are only here. */
  readonly remarks: readonly RecordRemark[];
}

/** Every envelope begins with its offset. */
const lineStart = '{"offset":';
const lineFeed = 0x0a;

/** The bytes that the lines and the dead letters take in memory. */
export function sizeOfLines({ bytes, remarks }: PackedLines): number {
  return remarks.reduce((sum, { dead }) => sum + (dead?.line.byteLength ?? 0), bytes.byteLength);
}

/** The lines at or above an offset. */
export function linesFrom(lines: PackedLines, offset: number): PackedLines {
  let { count } = lines;
  let at = 0;
  while (at < lines.bytes.byteLength && offsetAt(lines.bytes, at) < offset) {
    at = lines.bytes.indexOf(lineFeed, at) + 1;
    count--;
  }
  // A copy, so that the memory of the others is free.
  return {
    bytes: new Uint8Array(lines.bytes.subarray(at)),
    count,
    remarks: lines.remarks.filter((each) => each.offset >= offset),
  };
}

/** Lines that follow on each other as one. */
export function joinLines(parts: readonly PackedLines[]): PackedLines {
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    count: parts.reduce((sum, { count }) => sum + count, 0),
    remarks: parts.flatMap(({ remarks }) => remarks),
  };
}

/** The offset of the line that begins at `at`. */
function offsetAt(bytes: Uint8Array, at: number): number {
  // Only the digits in front of the comma count; an offset has at most 16.
  return Number.parseInt(
    Buffer.from(bytes.buffer, bytes.byteOffset + at + lineStart.length, 16).toString("latin1"),
    10,
  );
}
