import type { ByteSource } from "./byte-source.ts";

/** Room before the first byte at hand, for what is written in front of it. */
const HEADROOM_BYTES = 32;

/** A window that slides over a source: the bytes from `start` to `end` are at hand. */
export class ByteWindow {
  bytes: Buffer;
  start = HEADROOM_BYTES;
  end = HEADROOM_BYTES;
  /** The source's position of `bytes[0]`; what is written into the headroom is not of the source. */
  base = -HEADROOM_BYTES;
  readonly #source: ByteSource;

  constructor(source: ByteSource, sizeBytes: number) {
    this.#source = source;
    this.bytes = Buffer.allocUnsafeSlow(HEADROOM_BYTES + sizeBytes);
  }

  /** Forgets what lies before `start` and reads on behind what is left; false at the end of the source. */
  slide(): boolean {
    const left = this.end - this.start;
    const isTooSmall = left > (this.bytes.length - HEADROOM_BYTES) / 2;
    const next = isTooSmall ? Buffer.allocUnsafeSlow(this.bytes.length * 2) : this.bytes;
    this.bytes.copy(next, HEADROOM_BYTES, this.start, this.end);
    this.bytes = next;
    this.base += this.start - HEADROOM_BYTES;
    this.start = HEADROOM_BYTES;
    this.end = HEADROOM_BYTES + left;
    const endBefore = this.end;
    while (this.end < this.bytes.length) {
      const count = this.#source.read(this.bytes, this.end);
      if (count === 0) break;
      this.end += count;
    }
    return this.end > endBefore;
  }

  /**
   * Gives the bytes from `start` to `end` to `use`, with `before` and `behind` (ASCII) around them. They are written into
   * the window for that time, which spares copying it; `before` must be no longer than the headroom.
   */
  framed<T>(before: string, end: number, behind: string, use: (bytes: Buffer) => T): T {
    const from = this.start - before.length;
    const overwritten = Buffer.from(this.bytes.subarray(end, end + behind.length));
    this.bytes.write(before, from, "latin1");
    this.bytes.write(behind, end, "latin1");
    try {
      return use(this.bytes.subarray(from, end + behind.length));
    } finally {
      overwritten.copy(this.bytes, end);
    }
  }
}
