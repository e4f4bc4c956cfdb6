/** Memory of segments that are in the store by now, kept for the next ones: giving it back and asking again is dear. */
export class FreeChunks {
  readonly #bySize = new Map<number, Buffer[]>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A chunk of a size, with anything in it. */
  take(size: number): Buffer {
    const free = this.#bySize.get(size)?.pop();
    if (!free) return Buffer.allocUnsafeSlow(size);
    this.#bytes -= size;
    return free;
  }

  /** Nobody may use the chunk any more. */
  give(chunk: Buffer): void {
    if (this.#bytes + chunk.length > this.#maxBytes) return;
    this.#bytes += chunk.length;
    const free = this.#bySize.get(chunk.length);
    if (free) free.push(chunk);
    else this.#bySize.set(chunk.length, [chunk]);
  }
}

/** For all segments of this process. */
export const freeChunks = new FreeChunks(32 * 1024 * 1024);
