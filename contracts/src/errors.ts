/** What went wrong with a contract, as a closed list that scripts may rely on. */
export type ContractsErrorCode =
  | "CONTRACTS_FOLDER_MISSING"
  | "CONTRACTS_FILE_UNREADABLE"
  | "CONTRACTS_SETTINGS_INVALID"
  | "CONTRACTS_SCHEMA_REFUSED"
  | "CONTRACTS_FEED_UNKNOWN"
  | "CONTRACTS_PAYLOAD_UNREADABLE"
  | "CONTRACTS_GIT_FAILED"
  | "CONTRACTS_BASE_UNREADABLE";

/** An expected failure: the message says what failed and where, the hint says what to do next. */
export class ContractsError extends Error {
  readonly code: ContractsErrorCode;
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: ContractsErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ContractsError";
    this.code = code;
    this.hint = hint;
  }
}
