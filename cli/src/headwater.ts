#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
// Starts the command from its sources. kafkajs sets timers into the past, about which Node would warn.
import { enableCompileCache } from "node:module";

// From the second start on it takes half the time, as Node keeps what it compiled in its cache folder.
enableCompileCache();
// A static import would be compiled before the cache is enabled.
await import("./run-command.ts");
