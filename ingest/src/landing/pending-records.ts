import { PendingSegment, type SegmentContent } from "./pending-segment.ts";

/** What a partition has read and not stored yet, segment by segment. The live counterpart of a `ChainState`. */
export class PendingRecords {
  /** In order; only the last one may be open. */
  #segments: PendingSegment[] = [];
  #isOpen = false;

  /** When the oldest record was read, in milliseconds since 1970. */
  get oldestReadAtMs(): number | undefined {
    return this.#segments[0]?.readAtMs;
  }

  /** The bytes of all lines that are held, line breaks included. */
  get bytes(): number {
    return this.#segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  get openSegment(): PendingSegment | undefined {
    return this.#isOpen ? this.#segments.at(-1) : undefined;
  }

  /** The open segment, or a new one, which begins at `from`. */
  open(from: number, nowMs: number): PendingSegment {
    const { openSegment } = this;
    if (openSegment) return openSegment;
    const segment = new PendingSegment(from, nowMs);
    this.#segments.push(segment);
    this.#isOpen = true;
    return segment;
  }

  /** Ends the open segment. */
  seal(): void {
    this.#isOpen = false;
  }

  /** The segment that is to be stored next. */
  first(): SegmentContent | undefined {
    return this.#segments[0];
  }

  /** Forgets everything below an offset, because the store has it, and gives its memory back. */
  dropBelow(offset: number): void {
    const isKept = ({ next }: PendingSegment): boolean => next > offset;
    for (const segment of this.#segments) {
      if (isKept(segment)) segment.dropBelow(offset);
      else segment.lines.release();
    }
    this.#segments = this.#segments.filter(isKept);
    if (this.#segments.length === 0) this.#isOpen = false;
  }
}
