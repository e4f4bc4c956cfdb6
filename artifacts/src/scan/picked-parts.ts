import { ByteSink } from "./byte-sink.ts";

/**
 * What is picked of one entry, while it is walked over: JSON that readers parse at once, and texts that are decoded when
 * somebody asks. Both are written where they stay, so that keeping an entry costs no copy.
 */
export class PickedParts {
  readonly json = new ByteSink();
  readonly texts = new ByteSink();
  /** Where in `texts` each numbered text starts and ends: two numbers for each, 0 and 0 for one that is absent. */
  readonly textRanges: number[];

  constructor(textCount: number) {
    this.textRanges = Array.from({ length: 2 * textCount }, () => 0);
  }

  addText(number: number, bytes: Buffer, start: number, end: number): void {
    this.textRanges[2 * number] = this.texts.length;
    this.texts.append(bytes, start, end);
    this.textRanges[2 * number + 1] = this.texts.length;
  }

  /** Starts an entry; what was picked before and not kept is overwritten. */
  forget(): void {
    this.json.forget();
    this.texts.forget();
    this.textRanges.fill(0);
  }
}
