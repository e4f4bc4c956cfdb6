/** What can go wrong in the command itself, as a closed list that scripts may rely on. */
export type CommandErrorCode =
  | "DEMO_INPUT_MISSING"
  | "DEMO_STATE_OF_OTHER_INPUT"
  | "DEMO_STATE_FOREIGN"
  | "DEMO_BATCH_FAILED"
  | "DEMO_INTERRUPTED"
  | "DBT_CANNOT_RUN";

/** An expected failure: the message says what failed, the hint says what to do next. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  readonly hint: string;
  readonly exitCode: number;

  constructor(code: CommandErrorCode, message: string, hint: string, exitCode = 2) {
    super(message);
    this.name = "CommandError";
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
