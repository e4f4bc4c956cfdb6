import type { Command } from "commander";

import { runDbt } from "./run-dbt.ts";

/** Adds `headwater dbt`, which hands every word on to dbt. */
export function registerDbt(program: Command): void {
  program
    .command("dbt")
    .description("run dbt on the warehouse of the embedded default")
    .argument("[words...]", "dbt's own words, for example: build --select dim_school")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: readonly string[]) => {
      // A Ctrl-C reaches dbt too, which then cancels its queries; the command waits for that.
      const ignore = (): void => {};
      process.on("SIGINT", ignore);
      const { exitCode } = await runDbt({
        words,
        // dbt sees a pipe of ours, not the terminal behind it.
        env: { DBT_USE_COLORS: process.stdout.isTTY ? "true" : "false", ...process.env },
        onLine: (line, stream) => void process[stream].write(`${line}\n`),
      });
      process.off("SIGINT", ignore);
      process.exitCode = exitCode;
    });
}
