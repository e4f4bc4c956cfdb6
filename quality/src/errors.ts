/** What keeps the gate from judging, as a closed list that scripts may rely on. */
export type QualityErrorCode =
  | "GATE_ARTIFACT_OF_ANOTHER_PROJECT"
  | "GATE_CONFIG_NOT_FOUND"
  | "GATE_CONFIG_INVALID"
  | "GATE_CONFIG_EXISTS"
  | "GATE_BASELINE_INVALID"
  | "GATE_BASE_NOT_COMPARABLE"
  | "GATE_NO_PROJECT"
  | "GATE_OPTION_INVALID"
  | "GATE_OUTPUT_NOT_WRITABLE"
  | "GATE_RULE_CRASHED"
  | "GATE_RULE_UNKNOWN"
  | "GATE_SELECTOR_INVALID";

/** An expected failure: the message says what failed and where, the hint says what to do next. */
export class QualityError extends Error {
  override readonly name = "QualityError";
  readonly code: QualityErrorCode;
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: QualityErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
