// Starts the command from its sources.
import { enableCompileCache } from "node:module";

// kafkajs sets timers into the past, about which Node would warn.
const [printWarning] = process.listeners("warning");
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "TimeoutNegativeWarning") printWarning?.(warning);
});
// From the second start on it takes half the time, as Node keeps what it compiled in its cache folder.
enableCompileCache();
// A static import would be compiled before the cache is enabled.
await import("./run-command.ts");
