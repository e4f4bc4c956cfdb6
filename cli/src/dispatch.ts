import { Command, CommanderError } from "commander";

import { areaOf, areas } from "./areas.ts";
import { describeFailure, type Failure } from "./failure.ts";

/** Where the command writes; a test gives its own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Runs one command line (without the node and script words) and returns the exit code that a parser or an
 * error asks for: 0 clean, 1 findings, 2 cannot judge, 3 crash. A verb that finds something sets
 * `process.exitCode` itself and returns normally; then this returns undefined.
 */
export async function dispatch(
  words: readonly string[],
  output: Output,
  version: string,
): Promise<number | undefined> {
  try {
    const program = await buildProgram(words[0], output, version);
    await program.parseAsync(words.length === 0 ? ["--help"] : [...words], { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure: Failure = describeFailure(error);
    output.error(failure.text);
    return failure.exitCode;
  }
}

/** The program with the called verb's area loaded and every other verb as one line of the overview. */
async function buildProgram(verb: string | undefined, output: Output, version: string): Promise<Command> {
  const program = new Command("headwater")
    .description("Land, load, clean, model and check data: from Kafka topic to Power BI visual.")
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .helpCommand(false);
  program.enablePositionalOptions();
  const called = areaOf(verb);
  for (const area of areas) {
    if (area === called) (await area.load())(program);
    else for (const [name, summary] of Object.entries(area.verbs)) program.command(name).description(summary);
  }
  return program;
}
