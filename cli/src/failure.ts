/** What is said about an error, and the exit code that goes with it. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Turns anything thrown into words. An error of ours carries a `code` and a `hint`: its message says what
 * failed and its hint what to do, and no stack is shown. Anything else is a bug, and its stack is the message.
 */
export function describeFailure(error: unknown): Failure {
  const { text, exitCode } = inWords(error);
  return { text: harmless(text), exitCode };
}

function inWords(error: unknown): Failure {
  if (!(error instanceof Error)) return { text: `crash: ${String(error)}\n`, exitCode: 3 };
  if ("code" in error && "hint" in error && typeof error.hint === "string") {
    const exitCode = "exitCode" in error && typeof error.exitCode === "number" ? error.exitCode : 2;
    return { text: `${String(error.code)}: ${error.message}\n  ${error.hint}\n`, exitCode };
  }
  return {
    text: `This is a bug in headwater; please report it with this text.\n${error.stack ?? error.message}\n`,
    exitCode: 3,
  };
}

/**
 * Messages name what others wrote: a manifest's adapter, a configuration's glob. No character of theirs may act on a
 * terminal, and no line begin a command of a CI system.
 */
function harmless(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/gu, (character) =>
      /[\n\t]/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll(/^(\s*):(?=:)/gm, "$1: ")
    .replaceAll(/##(?=\w*\[)/g, "# #");
}
