#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
// Starts the command from its sources. kafkajs sets timers into the past, about which Node would warn.
import { enableCompileCache } from "node:module";

// Node keeps what it compiles in its cache folder: a start takes half the time from the second one on.
enableCompileCache();
// What an import statement names would be compiled before the cache is there.
await import("./run-command.ts");
