/** A header of a record. One name may occur several times. */
export interface RecordHeader {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** One record as its source holds it. Key and value are the bytes themselves; null and empty differ. */
export interface SourceRecord {
  readonly offset: number;
  /** Milliseconds since 1970, UTC; -1 when the source knows no time. */
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}
