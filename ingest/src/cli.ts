import type { Command } from "commander";

/** Adds every verb of this package. A verb lives in commands/<verb>.ts; this list is all that changes here. */
export function registerIngest(program: Command): void {
  void program;
}
