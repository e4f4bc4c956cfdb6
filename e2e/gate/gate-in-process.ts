import { registerGate } from "@headwater/quality/cli";
import { Command } from "commander";

/** How a run of the gate ended. */
export interface GateRun {
  /** What the command would exit with; undefined where it threw what no command may throw. */
  readonly exitCode: number | undefined;
  readonly error: unknown;
}

/** Where the gate finds what it judges. */
export interface GateInput {
  readonly projectDir: string;
  /** The folder of head's artifacts. */
  readonly head: string;
  /** The folder of the base's artifacts. */
  readonly base: string;
  readonly config: string;
}

/** An error that the gate knows: it says what is wrong with the input and what to do. */
interface KnownError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** Runs `headwater gate` as a function, in this process; the reports go to files, by format. */
export async function runGateInProcess(
  { projectDir, head, base, config }: GateInput,
  reports: Readonly<Record<string, string>>,
): Promise<GateRun> {
  const formats = Object.entries(reports).flatMap(([format, file]) => ["--format", `${format}=${file}`]);
  const input = ["--project-dir", projectDir, "--target-path", head, "--base", base, "--config", config];
  const program = new Command();
  registerGate(program);
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await program.parseAsync(["gate", ...input, ...formats], { from: "user" });
    return { exitCode: exitCodeOfProcess(), error: undefined };
  } catch (error) {
    return { exitCode: isKnown(error) ? error.exitCode : undefined, error };
  } finally {
    process.exitCode = before;
  }
}

/** What the command has set. */
function exitCodeOfProcess(): number {
  return Number(process.exitCode ?? 0);
}

function isKnown(error: unknown): error is KnownError {
  return error instanceof Error && "code" in error && "hint" in error && "exitCode" in error;
}
