import type { IngestError } from "../errors.ts";
import type { PartitionFault } from "./land-report.ts";

/** How long a partition is left alone before its chain is looked up and its log is read again. */
export const quarantineMs = 5 * 60_000;

/** The partitions of a feed that are left alone, because something is wrong with them and with no other. */
export class Quarantine {
  readonly #feed: string;
  readonly #now: () => number;
  readonly #onNotice: (notice: string) => void;
  readonly #entries = new Map<number, { readonly error: IngestError; readonly untilMs: number }>();

  constructor(feed: string, now: () => number, onNotice: (notice: string) => void) {
    this.#feed = feed;
    this.#now = now;
    this.#onNotice = onNotice;
  }

  add(partition: number, error: IngestError): void {
    this.#entries.set(partition, { error, untilMs: this.#now() + quarantineMs });
    const minutes = quarantineMs / 60_000;
    this.#onNotice(
      `${this.#feed}: partition ${partition} is left alone for ${minutes} minutes, the others go on. ` +
        `${error.code}: ${error.message} ${error.hint}`,
    );
  }

  has(partition: number): boolean {
    return this.#entries.has(partition);
  }

  /** Whether it is time to try the partition again. */
  isDue(partition: number): boolean {
    const entry = this.#entries.get(partition);
    return entry !== undefined && entry.untilMs <= this.#now();
  }

  release(partition: number): void {
    this.#entries.delete(partition);
  }

  /** Forgets partitions that belong to other workers by now. */
  keepOnly(partitions: readonly number[]): void {
    for (const partition of this.#entries.keys())
      if (!partitions.includes(partition)) this.#entries.delete(partition);
  }

  faults(): readonly PartitionFault[] {
    return [...this.#entries].map(([partition, { error }]) => {
      const { code, message, hint } = error;
      return { partition, code, message, hint };
    });
  }
}
