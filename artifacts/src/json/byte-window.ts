import type { ByteSource } from "./byte-source.ts";

/** A window that slides over a source: the bytes from `start` to `end` are at hand. */
export class ByteWindow {
  bytes: Buffer;
  start = 0;
  end = 0;
  /** The source's position of `bytes[0]`. */
  base = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource, sizeBytes: number) {
    this.#source = source;
    this.bytes = Buffer.allocUnsafeSlow(sizeBytes);
  }

  /** Forgets what lies before `start` and reads on behind what is left; false at the end of the source. */
  slide(): boolean {
    const left = this.end - this.start;
    const isTooSmall = left > this.bytes.length / 2;
    const next = isTooSmall ? Buffer.allocUnsafeSlow(this.bytes.length * 2) : this.bytes;
    this.bytes.copy(next, 0, this.start, this.end);
    this.bytes = next;
    this.base += this.start;
    this.start = 0;
    this.end = left;
    while (this.end < this.bytes.length) {
      const count = this.#source.read(this.bytes, this.end);
      if (count === 0) break;
      this.end += count;
    }
    return this.end > left;
  }
}
