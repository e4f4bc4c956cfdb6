/** One way in which a configuration judges less strictly than the base's. */
export interface Weakening {
  /** What was found, to follow the word "gate": "does not run root-models any more". */
  readonly message: string;
  /** Where to look; undefined where something is missing from the file. */
  readonly file: string | undefined;
  readonly line: number | undefined;
}
