/** Enough for the lines of what is usually fetched of a partition at once. */
const usualBytes = 2 * 1024 * 1024;
/** UTF-8 needs no more for a unit of UTF-16. */
const maxBytesPerUnit = 3;

/** Puts lines together in memory that is used again and again. */
export class LineWriter {
  readonly #keptBytes: number;
  #memory: Buffer;
  #length = 0;

  /** `keptBytes` of memory are kept for the next lines: one huge record must not be paid for ever. */
  constructor(keptBytes = usualBytes) {
    this.#keptBytes = keptBytes;
    this.#memory = Buffer.allocUnsafeSlow(keptBytes);
  }

  /** The bytes that were written since the last `take`. */
  get length(): number {
    return this.#length;
  }

  text(text: string): void {
    this.#reserve(text.length * maxBytesPerUnit);
    this.#length += this.#memory.write(text, this.#length, "utf8");
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength);
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.byteLength;
  }

  /** What was written, in memory of its own and of just its size. */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.#length);
    this.#memory.copy(taken, 0, 0, this.#length);
    this.#length = 0;
    if (this.#memory.length > this.#keptBytes) this.#memory = Buffer.allocUnsafeSlow(this.#keptBytes);
    return taken;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    this.#memory.copy(larger, 0, 0, this.#length);
    this.#memory = larger;
  }
}
