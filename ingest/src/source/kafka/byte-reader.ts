/** Reads the big-endian values of Kafka's protocol, one after the other. */
export class ByteReader {
  readonly bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  skip(count: number): void {
    this.#at += count;
  }

  int8(): number {
    return this.bytes.readInt8(this.#move(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#move(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#move(4));
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.#move(4));
  }

  /** A 64-bit integer that is an offset, a time or a producer id: far below 2^53. */
  int64(): number {
    return Number(this.bytes.readBigInt64BE(this.#move(8)));
  }

  /** A string with a two-byte length; null when the length is -1. */
  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.slice(length).toString("utf8");
  }

  /** A string with a variable length, plus one; null when that is 0. */
  compactString(): string | null {
    const length = this.unsignedVarint();
    return length === 0 ? null : this.slice(length - 1).toString("utf8");
  }

  /** Bytes with a four-byte length; none when the length is -1. */
  byteField(): Buffer {
    return this.slice(Math.max(0, this.int32()));
  }

  slice(length: number): Buffer {
    const from = this.#move(length);
    if (from + length > this.bytes.length) throw new RangeError("the bytes end too early");
    return this.bytes.subarray(from, from + length);
  }

  /** `count` items with a four-byte count before them; none when the count is -1. */
  array<T>(readItem: () => T): readonly T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, readItem);
  }

  /** Items with a variable count, plus one, before them. */
  compactArray<T>(readItem: () => T): readonly T[] {
    return Array.from({ length: Math.max(0, this.unsignedVarint() - 1) }, readItem);
  }

  unsignedVarint(): number {
    let byte = this.#byte();
    let value = byte & 0x7f;
    // No shift: it would cut the value to 32 bits.
    for (let scale = 128; byte >= 0x80; scale *= 128) {
      byte = this.#byte();
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  /** A signed varint or varlong in zigzag encoding. */
  varint(): number {
    const value = this.unsignedVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Bytes after a varint length; null when the length is -1. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.slice(length);
  }

  /** Skips the fields that a later version may add. */
  skipTags(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint();
      this.skip(this.unsignedVarint());
    }
  }

  #byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new RangeError("the bytes end too early");
    return byte;
  }

  #move(count: number): number {
    const from = this.#at;
    this.#at += count;
    return from;
  }
}
