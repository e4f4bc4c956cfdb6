/** What a publisher offers instead of the file, and a second download that explains its codes. */
export interface PublisherContent {
  readonly content: Uint8Array;
  readonly lookup: Uint8Array | undefined;
}

/** Makes the file that a feed expects of what the publisher offers in another shape. */
export interface ReshapeStep {
  /** The name that feed.yml uses. */
  readonly name: string;
  readonly description: string;
  /** Returns the file's text. Throws BATCH_SHAPE_UNEXPECTED when the publisher's content has another shape. */
  readonly reshape: (publisher: PublisherContent) => string;
}
