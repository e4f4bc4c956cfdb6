/** Copies shorter than this are quicker byte by byte than by a call into the runtime. */
const SHORT_COPY = 160;

/** Bytes are kept in pieces of this size, so that nothing is copied when they grow in number. */
const PIECE_BYTES = 1 << 20;

/** A range of bytes that stays where it is. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Takes bytes, and keeps them or forgets them: what was appended since the last `keep` or `forget` is the draft, which
 * lies in one piece.
 */
export class ByteSink {
  #bytes: Buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  #start = 0;
  #end = 0;

  /** The draft's length. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The draft, as long as nothing more is appended. */
  get draft(): ByteRange {
    return { bytes: this.#bytes, start: this.#start, end: this.#end };
  }

  push(byte: number): void {
    if (this.#end === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#end++] = byte;
  }

  append(source: Buffer, start: number, end: number): void {
    const count = end - start;
    if (this.#end + count > this.#bytes.length) this.#grow(count);
    const bytes = this.#bytes;
    const offset = this.#end - start;
    if (count < SHORT_COPY) {
      for (let at = start; at < end; at++) bytes[at + offset] = source[at]!;
    } else {
      bytes.set(source.subarray(start, end), this.#end);
    }
    this.#end += count;
  }

  /** The draft as text. */
  toString(): string {
    return this.#bytes.toString("utf8", this.#start, this.#end);
  }

  keep(): void {
    this.#start = this.#end;
  }

  forget(): void {
    this.#end = this.#start;
  }

  /** Moves the draft to a new piece, where `count` more bytes have room. */
  #grow(count: number): void {
    const piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, 2 * (this.length + count)));
    this.#bytes.copy(piece, 0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    this.#bytes = piece;
  }
}
