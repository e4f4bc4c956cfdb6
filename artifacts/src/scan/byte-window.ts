import { isUtf8 } from "node:buffer";

import type { ByteSource } from "./byte-source.ts";

/** Small enough to stay in the processor's cache: walking over fresh memory costs more than reading into the same. */
const WINDOW_BYTES = 1 << 21;

/**
 * A window that slides over a source: `bytes[start]` up to `bytes[end]` are at hand, and `bytes[end]` is 0 (which
 * json-scan relies on). Whoever has used bytes says so by `start`; `slide` then makes room for more.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(WINDOW_BYTES + 1);
  start = 0;
  end = 0;
  /** The source's position of `bytes[0]`. */
  base = 0;
  readonly #source: ByteSource;
  #isExhausted = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /**
   * Drops what lies before `start`, and reads on behind what is left; false at the end of the source.
   * Bytes that are dropped or final are checked to be UTF-8 exactly once, here. @throws NotUtf8Error
   */
  slide(): boolean {
    if (this.#isExhausted) return false;
    this.#checkUtf8(this.start);
    const left = this.end - this.start;
    // What is left fills the window: a single value is larger, so the window grows.
    const isTooSmall = left > (this.bytes.length - 1) / 2;
    const next = isTooSmall ? Buffer.alloc((this.bytes.length - 1) * 2 + 1) : this.bytes;
    this.bytes.copy(next, 0, this.start, this.end);
    this.bytes = next;
    this.base += this.start;
    this.start = 0;
    this.end = left;
    while (this.end < this.bytes.length - 1) {
      const count = this.#source.read(this.bytes.subarray(0, this.bytes.length - 1), this.end);
      if (count === 0) {
        this.#isExhausted = true;
        break;
      }
      this.end += count;
    }
    this.bytes[this.end] = 0;
    if (this.#isExhausted) this.#checkUtf8(this.end);
    return this.end > left;
  }

  /** `start` lies at a token's edge, so no character is cut in two there. */
  #checkUtf8(end: number): void {
    if (!isUtf8(this.bytes.subarray(0, end))) throw new NotUtf8Error(this.base);
  }
}

/** A piece of the source from this position on is not UTF-8. */
export class NotUtf8Error extends Error {
  override readonly name = "NotUtf8Error";
  readonly position: number;

  constructor(position: number) {
    super("found bytes that are not UTF-8");
    this.position = position;
  }
}
