export type ArtifactErrorCode =
  | "ARTIFACT_NOT_FOUND"
  | "ARTIFACT_NOT_READABLE"
  | "ARTIFACT_NOT_JSON"
  | "ARTIFACT_WRONG_KIND"
  | "ARTIFACT_UNSUPPORTED_VERSION"
  | "ARTIFACT_WRONG_SHAPE"
  | "SELECTOR_SYNTAX"
  | "SELECTOR_UNKNOWN_METHOD"
  | "SELECTOR_NEEDS_STATE"
  | "SELECTOR_NEEDS_RESULTS";

export interface ArtifactErrorDetails {
  /** What to do next. */
  readonly hint: string;
  /** The file, where the bytes came from one. */
  readonly file?: string | undefined;
  /** The place in the JSON, e.g. `nodes["model.shop.orders"].columns`. */
  readonly jsonPath?: string | undefined;
  readonly cause?: unknown;
}

/** What cannot be judged: a file that is missing, not JSON, not an artifact, of an unsupported version, or of a wrong shape where it is read. */
export class ArtifactError extends Error {
  override readonly name = "ArtifactError";
  readonly code: ArtifactErrorCode;
  readonly hint: string;
  readonly file: string | undefined;
  readonly jsonPath: string | undefined;
  readonly exitCode = 2;

  constructor(code: ArtifactErrorCode, message: string, details: ArtifactErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.file = details.file;
    this.jsonPath = details.jsonPath;
  }
}
