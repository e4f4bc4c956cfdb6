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

/** A value of an event, as JSON has it. */
type EventValue =
  | string
  | number
  | boolean
  | null
  | readonly EventValue[]
  | { readonly [field: string]: EventValue };

/** An event as it is sent: its fields in the order of the contract. */
export type StreamEvent = Readonly<Record<string, EventValue>>;

export interface Conversion {
  /** In the order in which they are to be sent. */
  readonly events: readonly StreamEvent[];
  readonly problems: readonly ConversionProblem[];
}

/** Turns publishers' files into the events of a stream feed: the same files always give the same events. */
export interface StreamConverter {
  /** The name of the feed. */
  readonly feed: string;
  /** The files that it needs: these ones, or every file of a folder whose name ends so, as many as there are. */
  readonly files:
    | { readonly paths: readonly string[] }
    | { readonly folder: string; readonly suffix: string };
  /** Gets the files in the order of `paths`, or by name. Throws the BATCH_ errors of a file that cannot be read as CSV. */
  readonly convert: (files: readonly SourceFile[]) => Conversion;
}
