import type { Command } from "commander";
import { registerBatch } from "./commands/batch.ts";
import { registerProduce } from "./commands/produce.ts";

/** Adds every verb of this package. A verb lives in commands/<verb>.ts; this list is all that changes here. */
export function registerIngest(program: Command): void {
  registerBatch(program);
  registerProduce(program);
}
