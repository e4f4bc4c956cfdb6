import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";

import type { LogLevel } from "./observation-options.ts";

/** A logger of JSON lines with the time as ISO 8601 in UTC and the level as a word. */
export function createLogger(
  level: LogLevel,
  version: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { service: "headwater", version, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
