import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";

/** A program that ends with this process, however this process ends. */
export interface TetheredProcess {
  /** What the program has printed so far. */
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  /** Kills the program and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

// The kernel closes the pipe on standard input when this process ends, even after kill -9; the watcher sees that
// and kills the program. `exec 3<&0`: a shell gives its background jobs an empty standard input.
const tether = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ cat <&3 >/dev/null; kill -KILL "$program" 2>/dev/null; } & watcher=$!
wait "$program"; status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`;

/** Starts a program whose output goes to the log file. */
export function startTethered(command: readonly string[], logFile: string): TetheredProcess {
  const log = openSync(logFile, "w");
  const shell = spawn("sh", ["-c", tether, "tether", ...command], { stdio: ["pipe", log, log] });
  closeSync(log);
  const ended = once(shell, "exit");
  const { stdin } = shell;
  if (!stdin) throw new Error(`${command[0]} was started without a pipe`);
  // The shell may be gone before its pipe is closed.
  stdin.on("error", () => undefined);
  return {
    output: () => readFileSync(logFile, "utf8"),
    hasEnded: () => shell.exitCode !== null || shell.signalCode !== null,
    async stop() {
      stdin.end();
      await ended;
    },
  };
}
