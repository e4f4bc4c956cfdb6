import type { ByteSink } from "./byte-sink.ts";

/**
 * What was picked of one entry of an artifact, as bytes: the JSON that readers parse at once, then the texts that are
 * decoded when somebody asks. Comparing two entries compares bytes, which costs far less than parsing either.
 */
export class EntryText {
  readonly #bytes: Buffer;
  readonly #start: number;
  /** Where the JSON and each text end. */
  readonly #ends: readonly number[];

  constructor(bytes: Buffer, start: number, ends: readonly number[]) {
    this.#bytes = bytes;
    this.#start = start;
    this.#ends = ends;
  }

  json(): string {
    return this.#bytes.toString("utf8", this.#start, this.#ends[0]);
  }

  /** The text with this number, "" where the entry has none. */
  text(number: number): string {
    return this.#bytes.toString("utf8", this.#ends[number], this.#ends[number + 1]);
  }

  equals(json: ByteSink, texts: readonly ByteSink[]): boolean {
    let start = this.#start;
    for (const [index, sink] of [json, ...texts].entries()) {
      const end = this.#ends[index] ?? start;
      if (end - start !== sink.length) return false;
      if (this.#bytes.compare(sink.bytes, 0, sink.length, start, end) !== 0) return false;
      start = end;
    }
    return true;
  }
}

/** Entries are packed into pieces of this size, so that an artifact's rest does not stay in memory with them. */
const PIECE_BYTES = 4 << 20;

export class EntryTextStore {
  #piece: Buffer = Buffer.allocUnsafe(0);
  #used = 0;

  add(json: ByteSink, texts: readonly ByteSink[]): EntryText {
    let size = json.length;
    for (const text of texts) size += text.length;
    if (this.#used + size > this.#piece.length) {
      this.#piece = Buffer.allocUnsafe(Math.max(PIECE_BYTES, size));
      this.#used = 0;
    }
    const start = this.#used;
    const ends = [this.#put(json)];
    for (const text of texts) ends.push(this.#put(text));
    return new EntryText(this.#piece, start, ends);
  }

  #put(sink: ByteSink): number {
    sink.bytes.copy(this.#piece, this.#used, 0, sink.length);
    this.#used += sink.length;
    return this.#used;
  }
}
