import type { Command } from "commander";

/** Adds the area `contracts` to the program. */
export function registerContracts(program: Command): void {
  program.command("contracts").description("check, generate and compare the feeds' contracts");
}
