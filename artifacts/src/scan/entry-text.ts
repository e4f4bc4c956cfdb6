import type { ByteRange } from "./byte-sink.ts";
import type { PickedParts } from "./picked-parts.ts";

/**
 * What was picked of one entry, as bytes. Comparing two entries compares bytes, which costs far less than parsing either.
 */
export class EntryText {
  readonly #json: ByteRange;
  readonly #texts: ByteRange;
  readonly #textRanges: readonly number[];

  /** Keeps what was picked; `parts` can then take the next entry. */
  constructor(parts: PickedParts) {
    this.#json = parts.json.draft;
    this.#texts = parts.texts.draft;
    this.#textRanges = [...parts.textRanges];
    parts.json.keep();
    parts.texts.keep();
  }

  /** The text with this number, "" where the entry has none. */
  text(number: number): string {
    const { bytes, start } = this.#texts;
    const from = start + (this.#textRanges[2 * number] ?? 0);
    const to = start + (this.#textRanges[2 * number + 1] ?? 0);
    return bytes.toString("utf8", from, to);
  }

  /** Whether the same was picked of another entry. */
  equals(parts: PickedParts): boolean {
    return (
      isEqual(this.#json, parts.json.draft) &&
      isEqual(this.#texts, parts.texts.draft) &&
      this.#textRanges.every((position, index) => position === parts.textRanges[index])
    );
  }
}

function isEqual(left: ByteRange, right: ByteRange): boolean {
  return (
    left.end - left.start === right.end - right.start &&
    left.bytes.compare(right.bytes, right.start, right.end, left.start, left.end) === 0
  );
}
