/** A file that a converter reads. */
export interface SourceFile {
  /** Below the data directory, for example "equity/central_park_daily.csv". */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A row that could not become an event. */
export interface ConversionProblem {
  readonly path: string;
  /** Counts the records of the file from 1, without the header. */
  readonly row: number;
  readonly message: string;
}

/** An event as it is sent: its fields in the order of the contract. */
export type StreamEvent = Readonly<Record<string, string | number | null>>;

export interface Conversion {
  /** In the order in which they are to be sent. */
  readonly events: readonly StreamEvent[];
  readonly problems: readonly ConversionProblem[];
}

/** Turns publishers' files into the events of a stream feed: the same files always give the same events. */
export interface StreamConverter {
  /** The name of the feed. */
  readonly feed: string;
  /** The files that it needs. */
  readonly paths: readonly string[];
  /** Gets the files in the order of `paths`. Throws the BATCH_ errors of a file that cannot be read as CSV. */
  readonly convert: (files: readonly SourceFile[]) => Conversion;
}
