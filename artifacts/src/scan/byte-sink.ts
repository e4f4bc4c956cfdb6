/** Copies shorter than this are quicker byte by byte than by a call into the runtime. */
const SHORT_COPY = 48;

/** Bytes that grow at their end. */
export class ByteSink {
  bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = byte;
  }

  append(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.length + count > this.bytes.length) this.#grow(count);
    const { bytes, length } = this;
    if (count < SHORT_COPY) {
      for (let index = 0; index < count; index++) bytes[length + index] = source[start + index]!;
    } else {
      bytes.set(source.subarray(start, end), length);
    }
    this.length = length + count;
  }

  toString(): string {
    return this.bytes.toString("utf8", 0, this.length);
  }

  #grow(count: number): void {
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
