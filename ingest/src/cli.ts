import type { Command } from "commander";
import { registerAudit } from "./commands/audit.ts";
import { registerBatch } from "./commands/batch.ts";
import { registerLand } from "./commands/land.ts";
import { registerLoad } from "./commands/load.ts";
import { registerProduce } from "./commands/produce.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerSilver } from "./commands/silver.ts";

/** Adds every verb of this package. A verb lives in commands/<verb>.ts; this list is all that changes here. */
export function registerIngest(program: Command): void {
  registerBatch(program);
  registerLand(program);
  registerProduce(program);
  registerLoad(program);
  registerSilver(program);
  registerReplay(program);
  registerAudit(program);
}
