/** Where progress goes: a terminal shows one line that changes, anything else only finished lines. */
export interface ProgressLine {
  /** Shows a state that the next one replaces. Not shown outside a terminal. */
  show(text: string): void;
  /** Writes a line that stays. */
  finish(text: string): void;
}

/** The part of a stream such as process.stdout that progress needs. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const clearLine = "\r\u001B[2K";
const shortestIntervalMs = 100;

/** Makes a progress line; `nowMs` keeps it from writing more often than an eye can follow. */
export function createProgressLine(output: ProgressOutput, nowMs: () => number = Date.now): ProgressLine {
  const isTerminal = output.isTTY === true;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let isShowing = false;
  return {
    show: (text) => {
      if (!isTerminal || nowMs() - shownAtMs < shortestIntervalMs) return;
      shownAtMs = nowMs();
      isShowing = true;
      output.write(clearLine + text);
    },
    finish: (text) => {
      output.write(`${isShowing ? clearLine : ""}${text}\n`);
      isShowing = false;
    },
  };
}
