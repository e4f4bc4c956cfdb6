import { freeChunks, type FreeChunks } from "./free-chunks.ts";

/** Many partitions with few lines each need little memory; many lines are compressed in large chunks. */
const smallestChunk = 32 * 1024;
const largestChunk = 512 * 1024;
/** UTF-8 needs no more for a unit of UTF-16. */
const maxBytesPerUnit = 3;
/** Every line begins with its offset. */
const lineStart = '{"offset":';
const lineFeed = 0x0a;
const zero = 0x30;
/** Of an integer that a double holds exactly. */
const mostDigits = 16;

/** The lines of one segment in ascending order of offset, as they are going to be compressed, in chunks of memory. */
export class LineChunks {
  readonly #free: FreeChunks;
  /** Chunks that are full. A line may go over from one to the next. */
  #full: Buffer[] = [];
  #fullBytes = 0;
  #last: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(free = freeChunks) {
    this.#free = free;
  }

  /** Bytes of the lines. */
  get sizeBytes(): number {
    return this.#fullBytes + this.#used;
  }

  /** All lines, each with a line feed behind it, in parts that follow on each other. */
  parts(): readonly Uint8Array[] {
    return [...this.#full, this.#last.subarray(0, this.#used)];
  }

  /** Appends a text that is a part of a line. */
  text(text: string): void {
    const room = text.length * maxBytesPerUnit;
    if (room > this.#last.length - this.#used) this.#nextChunk(room);
    this.#used += this.#last.write(text, this.#used, "utf8");
  }

  /** Appends the digits of an integer. */
  integer(value: number): void {
    if (value < 0 || mostDigits > this.#last.length - this.#used) {
      this.text(String(value));
      return;
    }
    let end = this.#used + 1;
    for (let power = 10; power <= value; power *= 10) end++;
    let rest = value;
    for (let at = end - 1; at >= this.#used; at--) {
      const tens = Math.floor(rest / 10);
      this.#last[at] = zero + (rest - tens * 10);
      rest = tens;
    }
    this.#used = end;
  }

  /** Appends bytes that are a part of a line. */
  bytes(bytes: Uint8Array): void {
    const room = this.#last.length - this.#used;
    if (bytes.byteLength <= room) {
      this.#last.set(bytes, this.#used);
      this.#used += bytes.byteLength;
      return;
    }
    this.#last.set(bytes.subarray(0, room), this.#used);
    this.#used += room;
    this.#nextChunk(bytes.byteLength - room);
    this.bytes(bytes.subarray(room));
  }

  /** Drops the lines below an offset, and gives their number. */
  dropBelow(offset: number): number {
    const lines = Buffer.concat(this.parts());
    let count = 0;
    let at = 0;
    for (; at < lines.length && offsetAt(lines, at) < offset; count++) at = lines.indexOf(lineFeed, at) + 1;
    this.release();
    this.bytes(lines.subarray(at));
    return count;
  }

  /** Gives the memory back. Nothing that `parts` gave may be read any more. */
  release(): void {
    for (const { buffer } of [...this.#full, this.#last]) {
      if (buffer.byteLength > 0 && buffer.byteLength <= largestChunk) this.#free.give(Buffer.from(buffer));
    }
    this.#full = [];
    this.#fullBytes = 0;
    this.#last = Buffer.alloc(0);
    this.#used = 0;
  }

  #nextChunk(room: number): void {
    if (this.#used > 0) this.#full.push(this.#last.subarray(0, this.#used));
    this.#fullBytes += this.#used;
    this.#used = 0;
    // Each chunk is about as large as those before it together, up to a limit. A huge payload has one of its own.
    const wanted = Math.max(room, Math.min(largestChunk, Math.max(smallestChunk, this.#fullBytes)));
    this.#last = this.#free.take(wanted > largestChunk ? wanted : 2 ** Math.ceil(Math.log2(wanted)));
  }
}

/** The offset of the line that begins at `at`. */
function offsetAt(lines: Buffer, at: number): number {
  const digits = at + lineStart.length;
  // What stands behind the digits is not read as a number.
  return Number.parseInt(lines.toString("latin1", digits, digits + mostDigits), 10);
}
