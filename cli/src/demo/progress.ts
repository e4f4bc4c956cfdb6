/** Shows how far the demo is: one line a stage, rewritten in place on a terminal, printed once elsewhere. */
export interface Progress {
  /** A stage begins. */
  readonly start: (stage: string) => void;
  /** Something to tell while a stage runs; shown on a terminal only, as it changes often. */
  readonly update: (detail: string) => void;
  /** The running stage is over. */
  readonly finish: (detail: string) => void;
}

/** What progress needs of the outside: where to write, whether that is a terminal, and a clock in ms. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly nowMs: () => number;
}

const clearLine = "\r\u001B[2K";

/** Progress on a terminal, or plain lines where the output is a file or a CI log. */
export function showProgress(terminal: Terminal): Progress {
  let stage = "";
  let startedMs = 0;
  const draw = (detail: string): void => {
    terminal.write(clearLine + `${label(stage)} ${detail}`.slice(0, Math.max(20, terminal.columns - 1)));
  };
  return {
    start(name) {
      stage = name;
      startedMs = terminal.nowMs();
      if (terminal.isTerminal) draw("…");
    },
    update(detail) {
      if (terminal.isTerminal) draw(detail);
    },
    finish(detail) {
      const seconds = ((terminal.nowMs() - startedMs) / 1000).toFixed(1).padStart(6);
      terminal.write(`${terminal.isTerminal ? clearLine : ""}${label(stage)} ${seconds} s  ${detail}\n`);
    },
  };
}

/** Progress that nobody wants to see. */
export const noProgress: Progress = { start: () => {}, update: () => {}, finish: () => {} };

function label(stage: string): string {
  return stage.padEnd(14);
}
